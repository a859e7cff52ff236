import { expect, test } from '@jest/globals';
import { createOutbound } from '../../server/outbound/fetch.ts';
import { startStandIn } from './stand-in.ts';

test('stands in for fetch: a Request, a URL, forms and bytes as bodies, answers without a body, a signal with a time limit', async () => {
  const server = await startStandIn(() => ({ body: '{"ok":true}' }));
  const url = (path = ''): string => new URL(path, server.url).href;
  const asFetch: typeof fetch = createOutbound({ allowLoopback: true });
  expect(await (await asFetch(new URL(url('/keys')))).json()).toEqual({ ok: true });
  const form = new Request(url('/token'), { method: 'POST', body: new URLSearchParams({ code: 'a b' }) });
  expect((await asFetch(form)).ok).toBe(true);
  await asFetch(url('/push'), { method: 'PUT', headers: [['x-kind', 'bytes']], body: new Uint8Array([104, 105]) });
  expect(server.received).toMatchObject([
    { method: 'GET', path: '/keys', body: '' },
    { method: 'POST', path: '/token', body: 'code=a+b', headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' } },
    { method: 'PUT', path: '/push', body: 'hi', headers: { 'x-kind': 'bytes', 'content-length': '2' } },
  ]);
  server.answers(() => ({ status: 204 }));
  expect((await asFetch(url())).body).toBeNull();
  server.answers(() => 'hang');
  await expect(asFetch(url(), { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({ code: 'timeout' });
  const aborted = new Request(url(), { signal: AbortSignal.abort() });
  await expect(asFetch(aborted)).rejects.toMatchObject({ code: 'aborted' });
  await server.close();
});
