import { beforeAll, expect, test } from '@jest/globals';
import { call } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { ADMIN } from '../support/start-server.ts';

onBothStores(
  'signing in to the console',
  (server) => {
    const from = (address: string, password: string = ADMIN.password, email: string = ADMIN.email) =>
      call<{ code: string; detail: string; retryAfter: number }>(server().url, '/api/v1/staff/session', {
        body: { email, password },
        headers: { 'x-forwarded-for': address, 'accept-language': 'zh-CN' },
      });
    /** Ten wrong passwords from ten addresses, and one more; one after another, as hashing takes its time on a busy machine. */
    const guess = async (round: number, email: string = ADMIN.email): Promise<number[]> => {
      const told: number[] = [];
      for (let i = 0; i < 11; i++) told.push((await from(`198.18.${round * 20 + i}.7`, 'wrong', email)).status);
      return told;
    };

    beforeAll(async () => {
      expect((await from('203.0.113.5')).status).toBe(200);
    });

    test('others who guess do not keep out who signed in from the network before, before and after a restart', async () => {
      expect(await guess(0)).toEqual([...Array<number>(10).fill(401), 429]);
      // The same network, another address of it.
      expect((await from('203.0.113.77')).status).toBe(200);
      await server().restart();
      expect(await guess(1)).toEqual([...Array<number>(10).fill(401), 429]);
      expect((await from('203.0.113.5')).status).toBe(200);
    });

    test('elsewhere it is told in words of its own, the same for an address without an account', async () => {
      expect(await guess(2, 'nobody@example.com')).toEqual([...Array<number>(10).fill(401), 429]);
      const [refused, nobody] = [await from('192.0.2.9'), await from('192.0.2.10', 'wrong', 'nobody@example.com')];
      for (const { status, body, headers } of [refused, nobody]) {
        expect([status, body.code]).toEqual([429, 'too-many-sign-ins']);
        expect(body.detail).toMatch(/^登录失败的次数太多，请 \d+ 分钟后再试，或换到以前登录过的网络。$/);
        expect(Number(headers.get('retry-after'))).toBe(body.retryAfter);
      }
    });
  },
  { LIMITS: 'on', TRUST_PROXY: '127.0.0.1/32' },
);
