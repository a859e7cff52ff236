import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RouteRow } from '../../contract/route-row.ts';
import { routes } from '../../contract/routes.ts';
import { type Grant, STAFF_ROLES, type StaffRole } from '../../server/domain/accounts.ts';
import type { ImportState } from '../../server/domain/enumerations.ts';
import { STAFF_WAY } from '../../server/domain/members.ts';
import { PERMISSIONS } from '../../server/domain/permissions.ts';
import { TOKEN_SCOPES, type TokenScope } from '../../server/domain/token-scopes.ts';
import { SESSION_COOKIE } from '../../server/web/session-cookie.ts';
import { createApiToken } from '../../server/people/api-tokens.ts';
import { unmatchableHash } from '../../server/people/password.ts';
import { csrfTokenOf } from '../../server/people/staff.ts';
import { openStore } from '../../server/store/open-store.ts';
import type { Store } from '../../server/store/port.ts';
import {
  apiTokenOf,
  banOf,
  guestOf,
  commentIn,
  heldIn,
  importOf,
  newId,
  nothing,
  openThread,
  sessionOf,
  siteNamed,
  staffOf,
  stored,
} from '../store/fixtures.ts';
import { deliveryOf, webhookOf } from '../store/webhook-fixtures.ts';
import { bearer, call } from '../support/api.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { type Asked, type Line, LINES, type Named } from './permission-rows.ts';

const SECRET = 'a secret of the tests that is long enough';
const ROWS: [string, RouteRow][] = Object.entries<RouteRow>(routes).filter(([, { who }]) => who === 'staff');
/** How the caller came: by a session, or by a token with one scope. */
const PROOFS: readonly (TokenScope | 'session')[] = ['session', ...TOKEN_SCOPES];
type Proof = (typeof PROOFS)[number];
const SITES = ['mine', 'other'] as const;

/** Somebody with an account: how each of their calls is proved. */
interface Person {
  id: string;
  role: StaffRole;
  grants: Grant[];
  headers: (proof: Proof) => Promise<Record<string, string>>;
}

let server: StartedServer;
let store: Store;
/** What does not depend on who asks. */
type Things = Omit<Named, 'token' | 'answer' | 'account' | 'removable'>;
let things: Record<(typeof SITES)[number], Things>;
let nobody: string;
/** One of each role for the site `mine` alone, and one of each for all sites. */
let ofMine: Person[];
let ofAll: Person[];

async function makePerson(role: StaffRole, site: string): Promise<Person> {
  const staff = await store.accounts.createStaff(
    staffOf({ grants: [{ role, site }], passwordHash: unmatchableHash(randomBytes, { N: 2 ** 10, r: 8, p: 1 }) }),
    nothing(),
  );
  const deps = { store, now: Date.now, newId, random: (bytes: number) => new Uint8Array(randomBytes(bytes)) };
  const tokens = new Map<Proof, string>();
  for (const scope of TOKEN_SCOPES) {
    const made = await createApiToken(deps, { id: staff.id, name: '', requestId: null }, staff, { name: scope, scopes: [scope] });
    tokens.set(scope, made.token);
  }
  /** A session of its own each time: signing out ends it. */
  async function sessionHeaders(): Promise<Record<string, string>> {
    const token = randomBytes(32).toString('base64url');
    const tokenHash = createHash('sha256').update(token).digest('hex');
    const now = Date.now();
    await store.accounts.openSession(
      sessionOf(staff.id, { tokenHash, createdAt: now, seenAt: now, expiresAt: now + 3_600_000 }),
      nothing(),
    );
    return { cookie: `${SESSION_COOKIE}=${token}`, 'x-csrf-token': csrfTokenOf(SECRET, token) };
  }
  const headers = (proof: Proof): Promise<Record<string, string>> =>
    proof === 'session' ? sessionHeaders() : Promise.resolve(bearer(tokens.get(proof) ?? ''));
  return { id: staff.id, role, grants: staff.grants, headers };
}

async function makeThings(siteId: string): Promise<Things> {
  await store.sites.create(siteNamed(siteId), nothing());
  const thread = await openThread(store, siteId);
  const comment = await stored(store, heldIn(thread));
  const published = await stored(store, commentIn(thread));
  const job = {
    id: newId(),
    siteId,
    kind: 'recheck' as const,
    state: 'done' as const,
    input: {},
    progress: { done: 0, total: 0 },
    place: null,
    result: {},
    by: 'system' as const,
    createdAt: Date.now(),
    updatedAt: Date.now(),
  };
  await store.jobs.create(job, nothing());
  const ban = async (): Promise<string> => (await store.readers.ban(banOf(siteId), nothing())).id;
  const reader = async (): Promise<string> => (await store.readers.createGuest(guestOf(siteId), newId())).id;
  const madeImport = async (state: ImportState): Promise<string> => (await store.imports.create(importOf(siteId, { state }), nothing())).id;
  const webhook = async (): Promise<string> => {
    const made = webhookOf(siteId);
    await store.webhooks.create(made, nothing());
    return made.id;
  };
  const delivery = async (): Promise<string> => {
    const made = deliveryOf(webhookOf(siteId));
    await store.webhooks.add([made]);
    return made.id;
  };
  return {
    site: siteId,
    comment: comment.id,
    published: published.id,
    thread: thread.id,
    job: job.id,
    madeImport,
    ban,
    reader,
    webhook,
    delivery,
  };
}

beforeAll(async () => {
  server = await startServer({ SECRET });
  store = await openStore(server.databaseUrl, server.dataDir);
  things = { mine: await makeThings('mine'), other: await makeThings('other') };
  nobody = (await store.accounts.createStaff(staffOf({ grants: [] }), nothing())).id;
  ofMine = await Promise.all(STAFF_ROLES.map((role) => makePerson(role, 'mine')));
  ofAll = await Promise.all(STAFF_ROLES.map((role) => makePerson(role, '*')));
});

afterAll(async () => {
  await store.close();
  await server.close();
});

/** Statuses of what was allowed and cannot be done: a wrong password or code, a second factor that was not begun. */
const PROOF_REFUSED = [409, 422];

/** What the table of permissions makes of a call: `done`, or the status of the refusal. */
function expected({ action, about }: Line, { role, grants }: Person, proof: Proof, site: string): 'done' | 403 | 404 {
  const rule: { roles: readonly StaffRole[]; scope: TokenScope | 'none' | null } = PERMISSIONS[action];
  if (proof !== 'session' && rule.scope !== null && rule.scope !== proof) return 403;
  if (about === 'self') return 'done';
  const isTheirs = grants.some((grant) => grant.site === '*' || (about !== 'service' && grant.site === site));
  if (about === 'service') return isTheirs && rule.roles.includes(role) ? 'done' : 403;
  if (about === 'site' && !isTheirs) return 404;
  return rule.roles.includes(role) ? 'done' : 403;
}

const pathOf = ({ path }: RouteRow, { id = '', names = {} }: Asked): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'id' ? id : (names[name] ?? '')));
/** Stores what somebody has answered as themselves; gives its id. */
async function answerOf({ id }: Person, siteId: string): Promise<string> {
  const identity = { siteId, way: STAFF_WAY, subject: id };
  const facts = { name: '编辑', badge: STAFF_WAY };
  const token = { hash: newId(), createdAt: Date.now(), expiresAt: null, way: STAFF_WAY, authorOf: [] };
  const reader = await store.readers.signInMember({ identity, facts, token, newId: newId() });
  const author = { readerId: reader.id, name: reader.name, badge: STAFF_WAY, region: null };
  return (await stored(store, commentIn(await openThread(store, siteId), { author }))).id;
}

async function ask(id: string, row: RouteRow, person: Person, proof: Proof, site: (typeof SITES)[number]): Promise<number | 'done'> {
  // Of what is one's own there is only what is one's own; whose token is ended by whom stands in other-site.test.ts.
  const token = async (): Promise<string> => (await store.accounts.createToken(apiTokenOf(person.id), nothing())).id;
  const removable = async (): Promise<string> => (await store.accounts.createStaff(staffOf({ grants: [] }), nothing())).id;
  const asked: Asked =
    (await LINES[id]?.ask({ ...things[site], token, answer: () => answerOf(person, site), account: nobody, removable })) ?? {};
  const search = asked.query === undefined ? '' : `?${new URLSearchParams(asked.query)}`;
  const { status } = await call(server.url, pathOf(row, asked) + search, {
    method: row.method.toUpperCase(),
    headers: { ...(await person.headers(proof)), ...asked.headers },
    ...(asked.body === undefined ? {} : { body: asked.body }),
  });
  // Of one's own account a proof that is wrong, or what was not begun, is looked at only for who may ask.
  const isRefusedProof = row.action === 'account.own' && PROOF_REFUSED.includes(status);
  return status in row.replies || isRefusedProof ? 'done' : status;
}

test('every row of staff has its line, and takes the action that the line says', () => {
  const actions = Object.fromEntries(ROWS.map(([id, { action }]) => [id, action]));
  expect(actions).toEqual(Object.fromEntries(Object.entries(LINES).map(([id, { action }]) => [id, action])));
});

type IsRow<R> = R extends RouteRow ? true : false;
type Queue = typeof routes.listQueue;

test('a row of staff without an action does not compile, nor one whose action is not done to what it names', () => {
  const whole: IsRow<Queue> = true;
  const withoutAction: IsRow<Omit<Queue, 'action'>> = false;
  const withoutTarget: IsRow<Omit<Queue, 'on'>> = false;
  const onSomethingElse: IsRow<Omit<Queue, 'on'> & { on: 'service' }> = false;
  const ofAReader: IsRow<Omit<Queue, 'who'> & { who: 'reader' }> = false;
  expect([whole, withoutAction, withoutTarget, onSomethingElse, ofAReader]).toEqual([true, false, false, false, false]);
});

describe('who may do what, on one’s own site and on another', () => {
  test.each(ROWS)('%s', async (id, row) => {
    const line = LINES[id];
    if (line === undefined) throw new Error(`${id} has no line`);
    const cells = (line.about === 'service' ? [...ofMine, ...ofAll] : ofMine).flatMap((person) =>
      PROOFS.flatMap((proof) => SITES.map((site) => ({ person, proof, site }))),
    );
    const name = (person: Person): string => person.grants.map(({ role, site }) => `${role}@${site}`).join();
    const found = [];
    // One after the other: two changes of one thing at once are another matter.
    for (const { person, proof, site } of cells) found.push([name(person), proof, site, await ask(id, row, person, proof, site)]);
    expect(found).toEqual(cells.map(({ person, proof, site }) => [name(person), proof, site, expected(line, person, proof, site)]));
  });

  test('somebody of all sites is on none of them a stranger', async () => {
    const [, row] = ROWS.find(([id]) => id === 'changeSite') ?? [];
    if (row === undefined) throw new Error('no such row');
    const found = await Promise.all(ofAll.map((person) => ask('changeSite', row, person, 'session', 'other')));
    expect(found).toEqual(['done', 403, 403, 403]);
  });
});
