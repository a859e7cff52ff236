import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ListAnswer } from '../../contract/comment.ts';
import type { AuditView, DecideAnswer, DecisionResult, QueueAnswer } from '../../contract/moderation.ts';
import { grantsOf } from '../../server/domain/accounts.ts';
import { createApiToken } from '../../server/people/api-tokens.ts';
import { openStore } from '../../server/store/open-store.ts';
import { type Answer, bearer, call } from '../support/api.ts';
import { startMongo } from '../support/mongo.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { heldIn, idsOf, newId, nothing, openThread, stored } from '../store/fixtures.ts';

const MODERATORS = 50;
const CASES = 120;
const KILLS = 3;

/** Puts the moderators with API tokens and the cases into a store that no server has open. */
async function seed(
  databaseUrl: string | undefined,
  dataDir: string,
): Promise<{ tokens: string[]; ids: string[]; siteId: string; key: string }> {
  const store = await openStore(databaseUrl, dataDir);
  try {
    const thread = await openThread(store, 'demo');
    const ids = idsOf(await Promise.all(Array.from({ length: CASES }, () => stored(store, heldIn(thread)))));
    const deps = { store, now: Date.now, newId, random: (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)) };
    const tokens = [];
    for (let i = 0; i < MODERATORS; i++) {
      const staff = {
        id: newId(),
        email: `m${i}@example.com`,
        name: `值班${i}`,
        grants: grantsOf('moderator', null),
        passwordHash: 'none',
        invitation: null,
        secondFactor: null,
        passkeys: [],
        identity: null,
        disabled: false,
        createdAt: Date.now(),
      };
      await store.accounts.createStaff(staff, nothing());
      const actor = { id: staff.id, name: staff.name, requestId: null };
      tokens.push((await createApiToken(deps, actor, staff, { name: 'shift', scopes: ['read', 'moderate'] })).token);
    }
    return { tokens, ids, siteId: thread.siteId, key: thread.key };
  } finally {
    await store.close();
  }
}

/** The same call again and again until the server is there to answer it. */
async function insist<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
  let answer: Answer<T> | null = null;
  await waitFor(async () => {
    answer = await ask().catch(() => null);
    return answer !== null && answer.status !== 503;
  });
  if (answer === null) throw new Error('no answer');
  return answer;
}

/** One moderator's shift: takes cases, decides them in batches, goes on until nothing is open. */
async function shift(server: StartedServer, token: string, n: number, told: Map<string, DecisionResult[]>): Promise<void> {
  const headers = bearer(token);
  for (let round = 0; ; round++) {
    const queue = await insist(() =>
      call<QueueAnswer>(server.url, `/api/v1/moderation/queue?limit=20&sort=${n % 2 === 0 ? 'priority' : 'newest'}`, { headers }),
    );
    if (queue.body.items.length === 0) return;
    const items = queue.body.items.slice(n % 10, (n % 10) + 5).map(({ comment }) => ({ id: comment.id, revision: comment.revision }));
    const chosen =
      items.length > 0 ? items : queue.body.items.slice(0, 5).map(({ comment }) => ({ id: comment.id, revision: comment.revision }));
    if (round % 3 === 0)
      await insist(() => call(server.url, '/api/v1/moderation/claims', { body: { ids: chosen.map(({ id }) => id) }, headers }));
    const action = (n + round) % 2 === 0 ? 'approve' : 'reject';
    const body = { items: chosen, action, ...(action === 'reject' ? { reason: 'OFFTOPIC' } : {}) };
    const decided = await insist(() => call<DecideAnswer>(server.url, '/api/v1/moderation/decisions', { body, headers }));
    for (const result of decided.body.results ?? []) told.set(result.id, [...(told.get(result.id) ?? []), result]);
  }
}

/** The log's lines of decisions. */
async function decisionsIn(server: StartedServer, headers: Record<string, string>): Promise<AuditView[]> {
  const lines: AuditView[] = [];
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page = await call<{ entries: AuditView[]; nextCursor: string | null }>(
      server.url,
      `/api/v1/moderation/audit?site=demo&limit=100${after}`,
      { headers },
    );
    lines.push(...page.body.entries.filter(({ action }) => action === 'comment.approve' || action === 'comment.reject'));
    cursor = page.body.nextCursor;
  } while (cursor !== null);
  return lines;
}

/** A page of what the public sees of the thread. */
async function listed(server: StartedServer, key: string, limit: number, cursor: string | null = null): Promise<ListAnswer> {
  const query = new URLSearchParams({ site: 'demo', thread: key, limit: String(limit), ...(cursor === null ? {} : { cursor }) });
  return (await call<ListAnswer>(server.url, `/api/v1/comments?${query.toString()}`)).body;
}

/** The ids of all that the public sees of the thread. */
async function allListed(server: StartedServer, key: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: ListAnswer = await listed(server, key, 50, cursor);
    ids.push(...idsOf(page.comments));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

const stores = process.env.LIANGJU_TEST_MONGO === 'absent' ? (['SQLite'] as const) : (['SQLite', 'MongoDB'] as const);
let mongo: Awaited<ReturnType<typeof startMongo>> | undefined;
beforeAll(async () => {
  if (stores.length > 1) mongo = await startMongo({ replicaSet: true });
});
afterAll(() => mongo?.stop());

test.each(stores)(
  '50 moderators on 120 cases, the server killed three times: each is decided once and whole, on %s',
  async (name) => {
    const databaseUrl = name === 'MongoDB' ? mongo?.database(`fifty-${randomUUID()}`) : undefined;
    const server = await startServer(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl });
    try {
      await server.stop();
      const { tokens, ids, key } = await seed(databaseUrl, server.dataDir);
      await server.restart();
      const told = new Map<string, DecisionResult[]>();
      const shifts = Promise.all(tokens.map((token, n) => shift(server, token, n, told)));
      for (let kill = 1; kill <= KILLS; kill++) {
        await waitFor(() => told.size >= (kill * CASES) / (KILLS + 2), 60_000);
        await server.restart('SIGKILL');
      }
      await shifts;

      const headers = bearer(tokens[0] ?? '');
      let lines: AuditView[] = [];
      // What a killed process left on the comments comes into the log within seconds (MongoDB).
      await waitFor(async () => {
        lines = await decisionsIn(server, headers);
        return lines.length >= CASES;
      });
      expect(lines).toHaveLength(CASES);
      expect(new Set(lines.map(({ subject }) => subject))).toEqual(new Set(ids));
      // Whoever was told that a decision was applied finds it in the log; nobody was told so twice.
      for (const results of told.values()) expect(results.filter(({ result }) => result === 'applied').length).toBeLessThanOrEqual(1);
      const approved = new Set(lines.filter(({ action }) => action === 'comment.approve').map(({ subject }) => subject));
      // What a killed process left uncounted is counted anew within a minute (MongoDB).
      const count = async () => (await listed(server, key, 1)).thread.commentCount;
      await waitFor(async () => (await count()) === approved.size, 120_000);
      expect(new Set(await allListed(server, key))).toEqual(approved);
      for (const id of ids.slice(0, 20))
        expect((await call(server.url, `/api/v1/comments/${id}`)).status).toBe(approved.has(id) ? 200 : 404);
    } finally {
      await server.close();
    }
  },
  // Thrice waits for cases to be decided and for the killed server, then for the counts.
  400_000,
);
