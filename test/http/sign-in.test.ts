import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call } from '../support/api.ts';
import { onOneStore } from '../support/on-both-stores.ts';
import { ADMIN, type StartedServer, startServer } from '../support/start-server.ts';

const SETTINGS = { LIMITS: 'on', TRUST_PROXY: '127.0.0.1/32' };

/** Tries to sign in from an address. */
const from = ({ url }: StartedServer, address: string, password: string = ADMIN.password, email: string = ADMIN.email) =>
  call<{ code: string; detail: string; retryAfter: number }>(url, '/api/v1/staff/session', {
    body: { email, password },
    headers: { 'x-forwarded-for': address, 'accept-language': 'zh-CN' },
  });

/** Ten wrong passwords from ten addresses, and one more; one after another, as hashing takes its time on a busy machine. */
async function guess(server: StartedServer, round: number, email: string = ADMIN.email): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < 11; i++) statuses.push((await from(server, `198.18.${round * 20 + i}.7`, 'wrong', email)).status);
  return statuses;
}
const TEN_AND_NO_MORE = [...Array<number>(10).fill(401), 429];

onOneStore(
  'signing in to the console after a restart',
  (server) => {
    test('others who guess do not keep out who signed in from the network before', async () => {
      expect((await from(server(), '203.0.113.5')).status).toBe(200);
      await server().restart();
      expect(await guess(server(), 0)).toEqual(TEN_AND_NO_MORE);
      // The same network, another address of it.
      expect((await from(server(), '203.0.113.77')).status).toBe(200);
    });
  },
  SETTINGS,
);

/** Counted in the server's memory, whatever store there is. */
describe('signing in to the console while others guess', () => {
  let server: StartedServer;
  beforeAll(async () => {
    server = await startServer(SETTINGS);
    expect((await from(server, '203.0.113.5')).status).toBe(200);
    expect(await guess(server, 0)).toEqual(TEN_AND_NO_MORE);
  });
  afterAll(() => server?.close());

  test('they do not keep out who signed in from the network before', async () => {
    expect((await from(server, '203.0.113.77')).status).toBe(200);
  });

  test('elsewhere the answer has words of its own, the same for an address without an account', async () => {
    expect(await guess(server, 1, 'nobody@example.com')).toEqual(TEN_AND_NO_MORE);
    const [refused, nobody] = [await from(server, '192.0.2.9'), await from(server, '192.0.2.10', 'wrong', 'nobody@example.com')];
    for (const { status, body, headers } of [refused, nobody]) {
      expect([status, body.code]).toEqual([429, 'too-many-sign-ins']);
      expect(body.detail).toMatch(/^登录失败的次数太多，请 \d+ 分钟后再试，或换到以前登录过的网络。$/);
      expect(Number(headers.get('retry-after'))).toBe(body.retryAfter);
    }
  });
});
