import { randomUUID } from 'node:crypto';
import type { PostAnswer } from '../../contract/comment.ts';
import { call, type newThread, post } from './api.ts';

/** Answers after which the same request is sent again: the server is going, or its database is. */
const PASSING = new Set([500, 502, 503, 504]);

/**
 * Posts one comment as the widget does: the same request with the same key, until somebody answers.
 * @param urlOf which server to ask; asked anew for each try.
 * @returns the id of the comment.
 * @throws after `within` ms without an answer, and for an answer that no further try would change.
 */
export async function postSteadily(urlOf: () => string, thread: ReturnType<typeof newThread>, within = 60_000): Promise<string> {
  const body = post(thread);
  const headers = { 'idempotency-key': randomUUID() };
  const end = performance.now() + within;
  for (;;) {
    const answer = await call<PostAnswer>(urlOf(), '/api/v1/comments', { body, headers }).catch(() => null);
    if (answer?.status === 201) return answer.body.comment.id;
    if (answer !== null && !PASSING.has(answer.status)) throw new Error(`a post gave ${answer.status} ${JSON.stringify(answer.body)}`);
    if (performance.now() > end) throw new Error(`no answer to a post within ${within} ms; the last was ${answer?.status ?? 'none'}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Posts so many comments, some at a time; `each` is told how many are done. Gives their ids. */
export async function postMany(
  urlOf: () => string,
  thread: ReturnType<typeof newThread>,
  count: number,
  each: (done: number) => void = () => undefined,
): Promise<string[]> {
  const ids: string[] = [];
  let begun = 0;
  async function client(): Promise<void> {
    while (begun < count) {
      begun++;
      ids.push(await postSteadily(urlOf, thread));
      each(ids.length);
    }
  }
  await Promise.all(Array.from({ length: 4 }, client));
  return ids;
}
