import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { type Answer, bearer, call, newThread, post, sentence } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import type { StartedServer } from '../support/start-server.ts';

const PARALLEL = 15;

type Sent = Answer<PostAnswer & ProblemView>;

async function newReader({ url }: StartedServer): Promise<Record<string, string>> {
  const made = await call<{ readerToken: string }>(url, '/api/v1/readers/guest', { body: { site: 'demo', name: '读者' } });
  expect(made.status).toBe(201);
  return bearer(made.body.readerToken);
}

/** One reader sends all of these at the same moment; each says how long it took to write. */
function sendAtOnce({ url }: StartedServer, headers: Record<string, string>, texts: readonly string[]): Promise<Sent[]> {
  const thread = newThread();
  return Promise.all(
    texts.map((body) =>
      call<PostAnswer & ProblemView>(url, '/api/v1/comments', {
        body: post(thread, { body, author: undefined, elapsed: 60_000 }),
        headers: { ...headers, 'idempotency-key': randomUUID() },
      }),
    ),
  );
}

const isStored = ({ status }: Sent): boolean => status === 201 || status === 202;

onBothStores(
  'with limits',
  (server) => {
    test('parallel posts of one reader: one is stored, the others are told to wait', async () => {
      const answers = await sendAtOnce(
        server(),
        await newReader(server()),
        Array.from({ length: PARALLEL }, () => sentence()),
      );
      expect(answers.filter(isStored)).toHaveLength(1);
      for (const { status, body, headers } of answers.filter((answer) => !isStored(answer))) {
        expect([status, body.code]).toEqual([429, 'too-fast']);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
        expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(10);
      }
    });
  },
  { LIMITS: 'on' },
);

onBothStores('without limits', (server) => {
  test('parallel posts of one reader are stored, but the same words once', async () => {
    const headers = await newReader(server());
    const answers = await sendAtOnce(
      server(),
      headers,
      Array.from({ length: PARALLEL }, () => sentence()),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    const same = sentence();
    const again = await sendAtOnce(
      server(),
      headers,
      Array.from({ length: PARALLEL }, () => same),
    );
    expect(again.filter(isStored)).toHaveLength(1);
    for (const { status, body } of again.filter((answer) => !isStored(answer)))
      expect([status, body.code]).toEqual([409, 'duplicate-comment']);
  });
});
