import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PresetView } from '../../contract/presets.ts';
import { call, signIn } from '../support/api.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';

let server: StartedServer;
let headers: Record<string, string>;
beforeAll(async () => {
  server = await startServer({ KEEP_NETWORKS_DAYS: '30' });
  headers = await signIn(server.url);
});
afterAll(() => server?.close());

const preset = async (id: string): Promise<PresetView | undefined> =>
  (await call<{ presets: PresetView[] }>(server.url, '/api/v1/sites/demo/presets', { headers })).body.presets.find((one) => one.id === id);
const patch = (change: object) => call(server.url, '/api/v1/sites/demo', { method: 'PATCH', headers, body: change });

test('what a preset would change is set by its afters and taken back by its befores; demands show what the operator has set', async () => {
  const before = await preset('cn-news');
  const values = (side: 'before' | 'after') => Object.fromEntries((before?.changes ?? []).map((one) => [one.setting, one[side]]));
  expect(values('after')).toMatchObject({ guests: false, verified: 'any', region: true });
  expect((await patch({ ...values('after'), terms: { url: 'https://news.example.com/rules' } })).status).toBe(200);
  const applied = await preset('cn-news');
  expect(applied?.changes).toEqual([]);
  expect(applied?.demands.find(({ about }) => about === 'terms')?.holds).toBe(true);
  expect(applied?.demands.find(({ about }) => about === 'network')).toEqual({
    about: 'network',
    least: 184,
    most: null,
    days: 30,
    holds: false,
  });
  expect((await preset('eu'))?.demands.find(({ about }) => about === 'network')).toMatchObject({ most: 92, days: 30, holds: true });
  expect((await patch(values('before'))).status).toBe(200);
  expect((await preset('cn-news'))?.changes).toEqual(before?.changes);
});
