import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { kindOfAddress } from '../../server/outbound/addresses.ts';
import { ANSWER_LIMIT, createOutbound, type OutboundInit, type Resolver } from '../../server/outbound/fetch.ts';
import { makeCertificate } from './certificate.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

const post = (url: string, more: OutboundInit = {}): [string, OutboundInit] => [
  url,
  { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '你好', timeoutMs: 5_000, ...more },
];
const leadsTo =
  (...addresses: string[]): Resolver =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('addresses', () => {
  test.each([
    ...['8.8.8.8', '114.114.114.114', '172.15.0.1', '172.32.0.1', '100.63.255.255', '100.128.0.1', '2606:4700::1111', '2400:3200::1'].map(
      (address) => [address, 'public'],
    ),
    ...['127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1', '0000::0001'].map((address) => [address, 'loopback']),
    ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '100.100.100.200', '100.127.255.255', 'fc00::1'].map(
      (address) => [address, 'private'],
    ),
    ...['fd12:3456:789a::1', 'fdff:ffff::1'].map((address) => [address, 'private']),
    ...['0.0.0.0', '0.1.2.3', '169.254.169.254', '192.0.0.1', '192.0.2.1', '192.88.99.1', '198.18.0.1', '198.19.255.255'].map((address) => [
      address,
      'forbidden',
    ]),
    ...['198.51.100.1', '203.0.113.9', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'].map((address) => [
      address,
      'forbidden',
    ]),
    ...['::', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::ffff:10.0.0.1', '::127.0.0.1', '::8.8.8.8'].map((address) => [
      address,
      'forbidden',
    ]),
    ...['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1'].map(
      (address) => [address, 'forbidden'],
    ),
    ...['fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '5f00::1', '4000::1'].map((address) => [address, 'forbidden']),
    ...['', 'localhost', '010.0.0.1', '0x7f.1', '2130706433', '127.1'].map((address) => [address, 'forbidden']),
  ])('%s is %s', (address, kind) => {
    expect(kindOfAddress(address)).toBe(kind);
  });
});

describe('the outbound client', () => {
  const certificate = makeCertificate('reviewer.test');
  let server: StandIn;
  beforeEach(async () => {
    server = await startStandIn(() => ({ body: '好' }), certificate);
  });
  afterEach(() => server.close());

  const ours = (resolve: Resolver = leadsTo('127.0.0.1')) => createOutbound({ allowLoopback: true, ca: certificate.cert, resolve });
  const named = (path = '/'): string => `https://reviewer.test:${server.port}${path}`;

  test('sends a body over TLS to the address that was checked, and gives the answer', async () => {
    server.answers(() => ({ status: 201, headers: { 'x-trace': 'a1' }, body: '通过' }));
    const answer = await ours()(...post(named('/review?x=1')));
    expect(answer.status).toBe(201);
    expect(await answer.text()).toBe('通过');
    expect(answer.headers.get('x-trace')).toBe('a1');
    expect(answer.headers.get('x-other')).toBeNull();
    expect(server.received).toMatchObject([{ method: 'POST', path: '/review?x=1', body: '你好' }]);
    expect(server.received[0]?.headers).toMatchObject({ host: `reviewer.test:${server.port}`, 'accept-encoding': 'identity' });
  });

  test('refuses a certificate that nobody vouches for, or that is for another name', async () => {
    const trusting = createOutbound({ allowLoopback: true, resolve: leadsTo('127.0.0.1') });
    await expect(trusting(...post(named()))).rejects.toMatchObject({ name: 'OutboundFailure', code: 'tls', message: 'tls' });
    await expect(ours()(...post(`https://other.test:${server.port}/`))).rejects.toMatchObject({ code: 'tls' });
    expect(server.received).toEqual([]);
  });

  test.each([
    'http://reviewer.test/',
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'gopher://127.0.0.1/',
    'https://user:password@example.com/',
    'https://user@example.com/',
    'example.com',
    '//example.com/',
    '',
    'https://',
    'https://exa mple.com/',
  ])('does not take %p', async (url) => {
    const send = createOutbound({ resolve: leadsTo('8.8.8.8') });
    await expect(send(...post(url))).rejects.toMatchObject({ code: 'bad-request' });
  });

  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://017700000001/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://0x7f.0.0.0x1/',
    'https://①②⑦.⓪.⓪.①/',
    'https://127。0。0。1/',
    'https://0/',
    'https://0.0.0.0/',
    'https://10.0.0.1/',
    'https://192.168.1.1:8443/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.100.100.200/latest/meta-data/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[0:0:0:0:0:ffff:10.0.0.1]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
  ])('%s is nowhere to go', async (url) => {
    const send = createOutbound({ resolve: leadsTo('8.8.8.8') });
    await expect(send(...post(url))).rejects.toMatchObject({ code: 'forbidden-address' });
  });

  test.each([
    ['127.0.0.1'],
    ['::1'],
    ['10.1.2.3'],
    ['192.168.0.10'],
    ['172.20.0.2'],
    ['169.254.169.254'],
    ['100.64.0.9'],
    ['::ffff:127.0.0.1'],
    ['fd00::5'],
    ['fe80::1'],
    ['8.8.8.8', '127.0.0.1'],
    ['127.0.0.1', '8.8.8.8'],
    ['2606:4700::1111', '::1'],
  ])('a public name that leads to %s %s is refused before anything is dialled', async (...addresses) => {
    const send = createOutbound({ ca: certificate.cert, resolve: leadsTo(...addresses) });
    await expect(send(...post(named()))).rejects.toMatchObject({ code: 'forbidden-address' });
    expect(server.received).toEqual([]);
  });

  test('the real resolver is checked too: localhost, also with a dot', async () => {
    for (const host of ['localhost', 'localhost.']) {
      const send = createOutbound({ ca: certificate.cert });
      await expect(send(...post(`https://${host}:${server.port}/`))).rejects.toMatchObject({
        code: expect.stringMatching(/forbidden|unresolved/),
      });
    }
    expect(server.received).toEqual([]);
  });

  test('a name that changes after the check gains nothing: one look-up a dial, and that address is dialled', async () => {
    const told = ['127.0.0.1', '10.0.0.1', '169.254.169.254'];
    let asked = 0;
    const rebinding: Resolver = async () => [{ address: told[asked++] ?? '127.0.0.1', family: 4 }];
    const send = ours(rebinding);
    expect((await send(...post(named()))).status).toBe(200);
    expect(asked).toBe(1);
    await expect(send(...post(named()))).rejects.toMatchObject({ code: 'forbidden-address' });
    await expect(send(...post(named()))).rejects.toMatchObject({ code: 'forbidden-address' });
    expect(asked).toBe(3);
    expect(server.received).toHaveLength(1);
  });

  test('an allowed private host may lead into private networks, by its exact name and over https alone; never to link-local', async () => {
    const rules = { privateHosts: ['Reviewer.Intern'], resolve: leadsTo('fd5e:7a1c:93b2::7') };
    const quick = { timeoutMs: 300 };
    // Nobody is there: to be told so, it had to be dialled.
    const dialled = { code: expect.stringMatching(/timeout|unreachable/) };
    await expect(createOutbound(rules)(...post('https://reviewer.intern./', quick))).rejects.toMatchObject(dialled);
    await expect(createOutbound(rules)(...post('https://xreviewer.intern/', quick))).rejects.toMatchObject({ code: 'forbidden-address' });
    await expect(createOutbound(rules)(...post('http://reviewer.intern/', quick))).rejects.toMatchObject({ code: 'bad-request' });
    for (const address of ['169.254.169.254', 'fe80::1', '127.0.0.1', '::ffff:10.0.0.7', '0.0.0.0']) {
      const send = createOutbound({ ...rules, resolve: leadsTo(address) });
      await expect(send(...post('https://reviewer.intern/', quick))).rejects.toMatchObject({ code: 'forbidden-address' });
    }
  });

  test('plain http goes to this machine when the operator allows it, and nowhere else', async () => {
    const plain = await startStandIn(() => ({ body: 'ok' }));
    const url = (host: string): string => `http://${host}:${plain.port}/`;
    const allowed = createOutbound({ allowLoopback: true, privateHosts: ['reviewer.intern'], resolve: leadsTo('10.0.0.7') });
    expect((await allowed(...post(plain.url))).status).toBe(200);
    await expect(createOutbound()(...post(plain.url))).rejects.toMatchObject({ code: 'forbidden-address' });
    await expect(allowed(...post(url('reviewer.intern')))).rejects.toMatchObject({ code: 'forbidden-address' });
    const elsewhere = createOutbound({ allowLoopback: true, resolve: leadsTo('93.184.216.34') });
    await expect(elsewhere(...post(url('example.com')))).rejects.toMatchObject({ code: 'forbidden-address' });
    await plain.close();
  });

  test.each([301, 302, 303, 307, 308])('does not follow a redirect (%d)', async (status) => {
    server.answers(({ path }) => (path === '/' ? { status, headers: { location: `${named('/inside')}` } } : { body: 'secret' }));
    await expect(ours()(...post(named()))).rejects.toMatchObject({ code: 'redirect' });
    expect(server.received.map(({ path }) => path)).toEqual(['/']);
  });

  test('the time limit holds for a server that says nothing, for one that drips, and for a resolver that hangs', async () => {
    const limit = { timeoutMs: 200 };
    server.answers(() => 'hang');
    await expect(ours()(...post(named(), limit))).rejects.toMatchObject({ code: 'timeout' });
    server.answers((_request, raw) => {
      const drip = setInterval(() => raw.write('.'), 20);
      raw.on('close', () => clearInterval(drip));
      return 'raw';
    });
    await expect(ours()(...post(named(), limit))).rejects.toMatchObject({ code: 'timeout' });
    await expect(ours(() => new Promise(() => undefined))(...post(named(), limit))).rejects.toMatchObject({ code: 'timeout' });
  });

  test('reads up to the limit and not a byte more, whatever length is claimed', async () => {
    server.answers(() => ({ body: 'x'.repeat(ANSWER_LIMIT) }));
    expect(await (await ours()(...post(named()))).text()).toHaveLength(ANSWER_LIMIT);
    server.answers(() => ({ body: 'x'.repeat(ANSWER_LIMIT + 1) }));
    await expect(ours()(...post(named()))).rejects.toMatchObject({ code: 'too-large' });
    let closed: () => void = () => undefined;
    const hungUp = new Promise<void>((resolve) => {
      closed = resolve;
    });
    server.answers((_request, raw) => {
      const pour = (): void => {
        while (!raw.destroyed && raw.write('y'.repeat(16_384)));
      };
      raw.on('drain', pour).on('close', closed);
      pour();
      return 'raw';
    });
    await expect(ours()(...post(named()))).rejects.toMatchObject({ code: 'too-large' });
    await hungUp;
  });

  test('an answer that breaks off, an upgrade, and a closed port are no answers', async () => {
    server.answers((_request, raw) => {
      raw.writeHead(200, { 'content-length': '100' });
      raw.write('half', () => raw.destroy());
      return 'raw';
    });
    await expect(ours()(...post(named()))).rejects.toMatchObject({ code: 'unreachable' });
    server.answers((_request, raw) => {
      raw.socket?.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n');
      return 'raw';
    });
    await expect(ours()(...post(named()))).rejects.toMatchObject({ code: 'unreachable' });
    const url = named();
    await server.close();
    await expect(ours()(...post(url))).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('can be given up, before and while it runs', async () => {
    await expect(ours()(...post(named(), { signal: AbortSignal.abort() }))).rejects.toMatchObject({ code: 'aborted' });
    expect(server.received).toEqual([]);
    const control = new AbortController();
    server.answers(() => {
      control.abort();
      return 'hang';
    });
    await expect(ours()(...post(named(), { signal: control.signal }))).rejects.toMatchObject({ code: 'aborted' });
  });

  test('an unknown name and a header that is none are told by a word alone', async () => {
    const unknown: Resolver = () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND secret.intern'), { code: 'ENOTFOUND' }));
    for (const resolve of [unknown, leadsTo()]) {
      await expect(ours(resolve)(...post(named()))).rejects.toMatchObject({ code: 'unresolved', message: 'unresolved' });
    }
    const split = post(named(), { headers: { authorization: 'Bearer x\r\nhost: other' } });
    await expect(ours()(...split)).rejects.toMatchObject({ code: 'bad-request', message: 'bad-request' });
  });

  test('a proxy of the environment is not used', async () => {
    const plain = await startStandIn(() => ({ body: 'direct' }));
    const proxy = await startStandIn(() => ({ body: 'proxied' }));
    const script = `
      import { createOutbound } from ${JSON.stringify(new URL('../../server/outbound/fetch.ts', import.meta.url).href)};
      const answer = await createOutbound({ allowLoopback: true })(${JSON.stringify(plain.url)}, { timeoutMs: 5000 });
      process.stdout.write(await answer.text());`;
    const env = { ...process.env, NODE_OPTIONS: '', NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.url, http_proxy: proxy.url, NO_PROXY: '' };
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await once(child, 'close');
    expect(said).toBe('direct');
    expect(proxy.received).toEqual([]);
    await Promise.all([plain.close(), proxy.close()]);
  });
});
