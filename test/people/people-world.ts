import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIds } from '../../server/domain/ids.ts';
import { Problem } from '../../server/domain/problem.ts';
import type { GuestDeps, StaffDeps } from '../../server/people/deps.ts';
import { createSignInLimits } from '../../server/people/sign-in-limits.ts';
import { makeSite } from '../../server/sites/make-site.ts';
import { openStore } from '../../server/store/open-store.ts';
import type { Store } from '../../server/store/port.ts';

/** A real store of its own, a clock that is set by hand, and what the acts on people need. */
export interface PeopleWorld {
  deps: GuestDeps & StaffDeps;
  store: Store;
  clock: { now: number };
  close(): Promise<void>;
}

/** Opens a world with the sites `news` and `blog` and no staff. */
export async function openPeopleWorld(): Promise<PeopleWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'liangju-people-'));
  const store = await openStore(`sqlite:${join(dataDir, 'test.db')}`, dataDir, {});
  const clock = { now: Date.UTC(2026, 0, 31, 8) };
  const now = (): number => clock.now;
  const deps: GuestDeps & StaffDeps = {
    store,
    now,
    newId: createIds(now, randomBytes),
    random: randomBytes,
    secret: 'a secret for tests that has more than 32 bytes',
    // Quick to check: most tests are about something else.
    passwordCost: { N: 2 ** 12, r: 8, p: 1 },
    limitsOn: true,
    requireSecondFactor: [],
    signInLimits: createSignInLimits(),
    cleanName(name) {
      const clean = name.trim();
      if (clean === '' || clean === '管理员') throw new Problem('name-not-allowed');
      return clean;
    },
  };
  for (const id of ['news', 'blog']) {
    const site = { id, name: id, type: 'blog' as const, origins: [] };
    await makeSite({ ...deps, store }, { id: 'system', name: 'test', requestId: null }, site);
  }
  return {
    deps,
    store,
    clock,
    async close() {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
