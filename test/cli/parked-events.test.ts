import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openStore } from '../../server/store/open-store.ts';
import { newDataDir, runCli } from './cli-process.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await newDataDir();
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('says which events a subscription has given up and why, and has them tried again with --repair', async () => {
  expect(await runCli(dataDir, ['site', 'add', 'news', '--name', '早报', '--origin', 'https://news.example.com'])).toMatchObject({
    code: 0,
  });
  const store = await openStore(undefined, dataDir);
  const name = 'learning';
  await store.subscriptions.open(name, 'beginning');
  await store.subscriptions.claim({ name, holder: 'one', now: 1, until: 2 });
  const { events } = await store.events.after({ position: 0, types: ['site.changed'], limit: 1 });
  const keep = events.map((event) => ({ event, attempts: 11, dueAt: 1, error: 'no answer\u0085', parkedAt: 1 }));
  await store.subscriptions.record({ name, holder: 'one', until: null, position: 1, keep, forget: [] });
  await store.close();
  const found = await runCli(dataDir, ['check']);
  const wrong = 'events parked after they failed many times: 1 (learning: no answer\\u0085)';
  expect(found).toMatchObject({ code: 1, out: expect.stringContaining(`✗ ${wrong}; liangju check --repair mends it\n`) });
  expect(await runCli(dataDir, ['check', '--repair'])).toMatchObject({ code: 0, out: expect.stringContaining(`✓ ${wrong}, mended\n`) });
  expect(await runCli(dataDir, ['check'])).toMatchObject({ code: 0 });
  const again = await openStore(undefined, dataDir);
  expect(await again.subscriptions.lag(name, [])).toEqual({ unread: 0, deferred: 1, parked: 0 });
  await again.close();
});
