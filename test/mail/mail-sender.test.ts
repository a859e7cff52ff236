import { createHash, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { layOut } from '../../server/mail/layout.ts';
import type { Mail, MailServer } from '../../server/mail/mail.ts';
import { MailFailure } from '../../server/mail/mail-failure.ts';
import { createMailSender, type MailSender } from '../../server/mail/mail-sender.ts';
import { freePort } from '../support/free-port.ts';
import { type SmtpServer, startSmtpServer } from '../support/smtp-server.ts';

let server: SmtpServer;
let sender: MailSender;
const outcomes: string[] = [];
const settings = (more: Partial<MailServer> = {}): MailServer => ({
  url: server.url,
  from: 'comments@paper.example',
  needsTls: false,
  dkim: null,
  timeout: 5_000,
  ...more,
});
beforeAll(async () => {
  server = await startSmtpServer();
  sender = createMailSender(settings(), (outcome) => void outcomes.push(outcome));
});
afterAll(async () => {
  sender.close();
  await server.close();
});

const mail = (more: Partial<Mail> = {}): Mail => ({
  to: 'one@example.com',
  subject: '新回复',
  text: '正文\n',
  html: '<p>正文</p>',
  ...more,
});
const failureOf = (from: MailSender, one: Mail): Promise<unknown> =>
  from.send(one).then(
    () => null,
    (error: unknown) => error,
  );

test('a mail has both forms, its own Message-ID, the thread it belongs to, and says that a machine sent it', async () => {
  const leaveUrl = 'https://comments.example/leave?t=abc';
  await sender.send(mail({ id: 'notice-2', thread: ['thread-1', 'c-1'], leaveUrl }));
  const [received] = await server.mailsTo('one@example.com', 1);
  const { parsed } = received ?? {};
  expect([parsed?.subject, parsed?.text?.trim(), parsed?.html]).toEqual(['新回复', '正文', '<p>正文</p>']);
  expect([parsed?.messageId, parsed?.inReplyTo, parsed?.references]).toEqual([
    '<notice-2@paper.example>',
    '<c-1@paper.example>',
    ['<thread-1@paper.example>', '<c-1@paper.example>'],
  ]);
  expect(received?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(received?.raw).toContain(`List-Unsubscribe: <${leaveUrl}>`);
  expect(received?.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  await sender.send(mail({ to: 'plain@example.com' }));
  const [plain] = await server.mailsTo('plain@example.com', 1);
  expect(plain?.raw).not.toMatch(/List-Unsubscribe|In-Reply-To/);
  expect(plain?.parsed.messageId).toMatch(/@paper\.example>$/);
});

test('no text makes a header or a recipient of its own', async () => {
  const hostile = '标题\r\nBcc: thief@example.com\n\n<script>\u202Egpj\u2066';
  await sender.send(mail({ to: 'header@example.com', subject: hostile.repeat(2_000), text: 'a\r\n.\r\nMAIL FROM:<x@y>\r\n', id: 'h' }));
  const [received] = await server.mailsTo('header@example.com', 1);
  expect([received?.to, received?.parsed.bcc, received?.parsed.cc]).toEqual(['header@example.com', undefined, undefined]);
  expect(received?.parsed.subject).toMatch(/^标题 Bcc: thief@example\.com <script> gpj/);
  expect([...(received?.parsed.subject ?? '')].length).toBeLessThanOrEqual(160);
  expect(received?.raw).not.toMatch(/^Bcc:/im);
  expect(received?.parsed.text).toContain('.\nMAIL FROM:<x@y>');
  for (const to of ['one@example.com, two@example.com', 'one@example.com\r\nRCPT TO:<thief@example.com>', ''])
    await failureOf(sender, mail({ to }));
  expect(server.mails.map((one) => one.to).filter((to) => /thief|two@/.test(to))).toEqual([]);
});

test.each([
  ['a plus', 'name+tag@example.com', 'name+tag@example.com'],
  ['quotes', '"quo.ted"@example.com', '"quo.ted"@example.com'],
  ['an apostrophe', "o'neil@example.com", "o'neil@example.com"],
  ['a domain of other letters', 'one@例子.example', 'one@例子.example'],
])('an address with %s', async (_what, to, received) => {
  await sender.send(mail({ to }));
  // The test's server shows domains of other letters as people read them; on the wire they are ASCII.
  const [got] = await server.mailsTo(received, 1);
  expect(/^To: .*$/m.exec(got?.raw ?? '')?.[0]).toMatch(/^To: [\x20-\x7e]+\r?$/);
});

test('what the server says makes a failure temporary or final, of one mail or of all', async () => {
  const facts = async (from: MailSender, one = mail({ to: 'secret-name@example.com' })) => {
    const failure = await failureOf(from, one);
    if (!(failure instanceof MailFailure)) throw failure;
    // Messages go to logs.
    expect(failure.message).not.toMatch(/secret-name|:\/\/|password/);
    return [failure.kind, failure.isServer];
  };
  server.refuse(550);
  expect(await facts(sender)).toEqual(['final', false]);
  server.refuse(451);
  expect(await facts(sender)).toEqual(['temporary', false]);
  server.refuse(null);
  const dead = createMailSender(settings({ url: `smtp://127.0.0.1:${await freePort()}` }));
  expect(await facts(dead)).toEqual(['temporary', true]);
  const plain = createMailSender(settings({ needsTls: true }));
  expect(await facts(plain)).toEqual(['temporary', true]);
  const closed = await startSmtpServer({ login: { user: 'robot', password: 'right:@/' } });
  const wrong = createMailSender(settings({ url: closed.url.replace('right', 'wrong') }));
  expect(await facts(wrong)).toEqual(['temporary', true]);
  const right = createMailSender(settings({ url: closed.url }));
  await right.send(mail({ to: 'in@example.com' }));
  expect(await closed.mailsTo('in@example.com', 1)).toHaveLength(1);
  for (const one of [dead, plain, wrong, right]) one.close();
  await closed.close();
  expect(outcomes).toEqual(expect.arrayContaining(['sent', 'temporary', 'final']));
});

test('a signature by DKIM covers what leaves by one click', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const dkim = { domain: 'paper.example', selector: 'one', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  const signing = createMailSender(settings({ dkim }));
  await signing.send(mail({ to: 'signed@example.com', leaveUrl: 'https://comments.example/leave?t=a' }));
  signing.close();
  const [received] = await server.mailsTo('signed@example.com', 1);
  const [header = '', body = ''] = received?.raw.split(/\r\n\r\n([\s\S]*)/) ?? [];
  const signature = header.replace(/\r\n[ \t]+/g, '').match(/^DKIM-Signature:(.*)$/im)?.[1] ?? '';
  expect(signature.toLowerCase()).toMatch(/h=[^;]*\blist-unsubscribe\b[^;]*\blist-unsubscribe-post\b/);
  const relaxed = `${body
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(?:\r\n)*$/, '')}\r\n`;
  expect(signature).toContain(`bh=${createHash('sha256').update(relaxed).digest('base64')}`);
});

test('the layout escapes every text, and links lead nowhere but to http', () => {
  const hostile = '<img src=x onerror=alert(1)>"&\'';
  const { html, text } = layOut({
    lang: 'zh-CN',
    title: hostile,
    parts: [
      { kind: 'text', text: hostile },
      { kind: 'small', text: hostile },
      { kind: 'code', code: hostile },
      { kind: 'link', before: hostile, label: hostile, url: `https://a.example/"><script>` },
      { kind: 'quote', name: hostile, text: `${hostile}\nzweite`, label: hostile, url: 'javascript:alert(1)' },
      { kind: 'links', links: [{ label: hostile, url: 'data:text/html,x' }] },
    ],
  });
  expect(html).not.toMatch(/<img|<script|href="(?!https:|")/);
  expect(text).toContain('> zweite');
});
