import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SSO } from '../../server/domain/members.ts';
import type { Reader, Site } from '../../server/domain/types.ts';
import { makeGuest } from '../../server/people/guest.ts';
import { type JoinDeps, joinGuest, joinHandler, joinImported } from '../../server/people/join-guest.ts';
import type { Store } from '../../server/store/port.ts';
import { guestOf, importOf, nothing, signInTo, unique } from '../store/fixtures.ts';
import { openPeopleWorld, type PeopleWorld } from './people-world.ts';

let world: PeopleWorld;
let deps: JoinDeps;
let site: Site;

beforeAll(async () => {
  world = await openPeopleWorld();
  deps = { ...world.deps, store: world.store, wakeJobs: () => undefined };
  const made = await world.store.sites.get('news');
  if (made === null) throw new Error('no site');
  site = made;
});
afterAll(() => world?.close());

const member = (hash = unique('address')): Promise<Reader> =>
  world.store.readers.signInMember(signInTo('news', { identity: { way: SSO }, facts: { email: { hash, isVerified: true } } }));

/** Authors of a file who left this address. */
async function authors(emailHash: string, count: number): Promise<Reader[]> {
  const made = await world.store.imports.create(importOf('news'), nothing());
  const readers = Array.from({ length: count }, () => guestOf('news', { emailHash }));
  const source = { system: 'waline', kind: 'email' as const, name: emailHash, url: null, avatar: null };
  await world.store.imports.note({ origins: [], readers: readers.map((reader) => ({ reader, importId: made.id, source })) });
  return readers;
}

/** The store with another behaviour of `join`, as another caller or a process that ends would cause it. */
const joining = (join: Store['readers']['join']): JoinDeps => {
  const readers: Store['readers'] = Object.assign(Object.create(world.store.readers), { join });
  return { ...deps, store: { jobs: world.store.jobs, readers } };
};

test('of more authors than go over in one call the rest is not left behind', async () => {
  await authors('many', 120);
  const claiming = await member('many');
  const answers = [];
  do answers.push(await joinImported(deps, site, claiming));
  while (answers.at(-1)?.done === false && answers.length < 9);
  expect(answers).toEqual([
    { done: false, guests: 50 },
    { done: false, guests: 50 },
    { done: true, guests: 20 },
  ]);
});

test('an author whom another member gets at that moment is left out, and the others go over', async () => {
  const found = await authors('shared', 3);
  const [claiming, other] = [await member('shared'), await member()];
  const lost = found[1]?.id ?? '';
  const racing = joining(async (from, ...rest) => {
    if (from === lost) await world.store.readers.join(from, other.id, 200, world.clock.now);
    return world.store.readers.join(from, ...rest);
  });
  expect(await joinImported(racing, site, claiming)).toEqual({ done: true, guests: 2 });
  expect(await joinImported(deps, site, claiming)).toEqual({ done: true, guests: 0 });
});

test('a process that ends in the first step loses nothing: the job of the join is there', async () => {
  const { reader, readerToken } = await makeGuest(world.deps, { siteId: 'news', name: '游客' });
  const into = await member();
  const ending = joining(async (...step) => {
    await world.store.readers.join(...step);
    throw new Error('the process ends');
  });
  await expect(joinGuest(ending, into, readerToken)).rejects.toThrow('the process ends');
  const { items } = await world.store.jobs.list({ siteId: 'news', limit: 200 });
  const job = items.find(({ input }) => input.from === reader.id);
  expect(job).toMatchObject({ kind: 'join', state: 'waiting', input: { from: reader.id, into: into.id } });
  if (job !== undefined) expect(await joinHandler(deps)(job, { progress: async () => undefined })).toEqual({ steps: 1 });
  expect(await joinGuest(deps, into, readerToken)).toEqual({ done: true, guests: 1 });
});
