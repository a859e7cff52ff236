import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import { bearer, call, newThread, sentence, signIn } from '../support/api.ts';
import { freePort } from '../support/free-port.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { type ReceivedMail, type SmtpServer, startSmtpServer } from '../support/smtp-server.ts';
import { startServer } from '../support/start-server.ts';
import { rowsWith, storedRows } from '../support/stored-rows.ts';
import { waitFor } from '../support/wait-for.ts';

const ORIGIN = 'https://paper.example';
const port = await freePort();
let smtp: SmtpServer;
beforeAll(async () => {
  smtp = await startSmtpServer({ port });
});
afterAll(() => smtp?.close());

const env = { MAIL_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'comments@paper.example', MAIL_GATHER: '1s' };
let numbers = 0;

interface Me {
  notify: { mail: boolean; confirmed: boolean } | null;
}

onBothStores(
  'mail of answers',
  (server) => {
    let admin: Record<string, string>;
    beforeAll(async () => {
      admin = await signIn(server().url);
      for (const [id, more] of [
        ['paper', {}],
        ['quiet', { answerMail: false }],
      ] as const) {
        const body = { id, name: '晨报 <日>', origins: [ORIGIN], type: 'blog', mode: 'post', ...more };
        expect((await call(server().url, '/api/v1/sites', { body, headers: admin })).status).toBe(201);
      }
    });

    const threadOf = (n: number) => ({ key: `${ORIGIN}/${n}`, url: `${ORIGIN}/${n}`, title: `第${n}篇 <b>` });
    const say = async (
      thread: ReturnType<typeof threadOf>,
      { name = '读者', token, parentId, body = sentence(), site = 'paper' }: Record<string, string | undefined> = {},
    ) => {
      const posted = await call<PostAnswer>(server().url, '/api/v1/comments', {
        body: { site, thread, body, ...(parentId === undefined ? {} : { parentId }), ...(token === undefined ? { author: { name } } : {}) },
        headers: { origin: ORIGIN, ...(token === undefined ? {} : bearer(token)) },
      });
      expect(posted.status).toBe(201);
      return { id: posted.body.comment.id, token: token ?? posted.body.readerToken ?? '', body };
    };
    const wish = (token: string, body: object) =>
      call<Me>(server().url, '/api/v1/me', {
        method: 'PATCH',
        body,
        headers: { origin: ORIGIN, 'accept-language': 'zh-CN', ...bearer(token) },
      });
    const wants = async (token: string): Promise<Me['notify']> =>
      (await call<Me>(server().url, '/api/v1/me?site=paper', { headers: { origin: ORIGIN, ...bearer(token) } })).body.notify;
    /** The link of a mail to this path, as a path of the server. */
    const linkIn = (mail: ReceivedMail | undefined, path: string, word: string): string => {
      const links = [...(mail?.parsed.text ?? '').matchAll(/https?:\/\/\S+/g)].map(([link]) => new URL(link));
      const found = links.find((link) => link.pathname.endsWith(path) && link.searchParams.get('t')?.startsWith(`${word}.`));
      return found === undefined ? '' : `${found.pathname}${found.search}`;
    };
    const open = (path: string, method = 'POST', body?: string) =>
      fetch(`${server().url}${path}`, {
        method,
        redirect: 'manual',
        headers: { 'accept-language': 'zh-CN', ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) },
        ...(body === undefined ? {} : { body }),
      });
    const newAddress = (): string => `reader+${++numbers}@example.com`;

    /** A reader with a comment and a confirmed address. */
    async function follower() {
      const [address, thread] = [newAddress(), threadOf(++numbers)];
      const own = await say(thread, { name: '晨读' });
      expect((await wish(own.token, { notify: { mail: true, email: address } })).body.notify).toEqual({ mail: true, confirmed: false });
      const [confirmation] = await smtp.mailsTo(address, 1);
      const link = linkIn(confirmation, '/api/v1/mail/confirm', 'confirm');
      expect((await open(link)).status).toBe(200);
      return { address, thread, own, confirmation, link };
    }

    test('the address is confirmed first, by a click on a page; then an answer comes as a mail with its text, its place and ways to leave', async () => {
      const [address, thread] = [newAddress(), threadOf(++numbers)];
      const own = await say(thread, { name: '晨读' });
      await wish(own.token, { notify: { mail: true, email: address } });
      await wish(own.token, { notify: { mail: true, email: address.toUpperCase() } });
      const [confirmation] = await smtp.mailsTo(address, 1);
      const link = linkIn(confirmation, '/api/v1/mail/confirm', 'confirm');
      expect([confirmation?.parsed.subject, confirmation?.raw.includes('List-Unsubscribe')]).toEqual([
        '确认在“晨报 <日>”接收回复提醒',
        false,
      ]);
      // Programs that look through mail open links.
      const shown = await open(link, 'GET');
      expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining('<form method="post"')]);
      expect(await wants(own.token)).toEqual({ mail: true, confirmed: false });
      await say(thread, { parentId: own.id });
      expect((await open(link)).status).toBe(200);
      expect(await wants(own.token)).toEqual({ mail: true, confirmed: true });

      const answer = await say(thread, { name: '<i>路人</i>', parentId: own.id, body: `<b>回复</b>的原话${sentence()}` });
      const mails = await smtp.mailsTo(address, 2);
      // What came before the address was confirmed is in none.
      expect(mails).toHaveLength(2);
      const { text = '', html, subject, messageId, references } = mails[1]?.parsed ?? {};
      expect([subject, messageId, references]).toEqual([
        `“${thread.title}”有人回复了你`,
        expect.stringMatching(/^<notice-/),
        expect.anything(),
      ]);
      expect(text).toContain(`${thread.url}#liangju-${answer.id}`);
      expect(text).toContain('<i>路人</i>:');
      expect(html).not.toMatch(/<i>|<b>|<script/);
      expect(mails[1]?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
      expect(mails[1]?.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
      expect(mails[1]?.raw).not.toContain(own.token);
    });

    test('several answers are one mail; those that wait for moderators, were taken down meanwhile, or are one’s own are in none', async () => {
      const { address, thread, own } = await follower();
      const one = await say(thread, { parentId: own.id });
      const gone = await say(thread, { parentId: own.id });
      const two = await say(thread, { parentId: own.id });
      await say(thread, { token: own.token, parentId: own.id });
      const links = ['a', 'b', 'c', 'd', 'e'].map((name) => `https://${name}.example/`).join(' ');
      const held = await call<PostAnswer>(server().url, '/api/v1/comments', {
        body: { site: 'paper', thread, parentId: own.id, body: `${sentence()} ${links}`, author: { name: '路人' } },
        headers: { origin: ORIGIN },
      });
      expect(held.status).toBe(202);
      const removed = await call(server().url, `/api/v1/comments/${gone.id}`, {
        method: 'DELETE',
        headers: { origin: ORIGIN, ...bearer(gone.token) },
      });
      expect(removed.status).toBeLessThan(300);
      const [, mail, ...more] = await smtp.mailsTo(address, 2);
      const text = mail?.parsed.text ?? '';
      expect([one, two, gone, held.body.comment].map(({ id }) => text.includes(id))).toEqual([true, true, false, false]);
      expect(more).toEqual([]);
      expect(text).toContain('2 条新回复');
    });

    test('one click leaves a thread, a kind or all, without a script and however often', async () => {
      const { address, thread, own } = await follower();
      const other = threadOf(++numbers);
      const second = await say(other, { token: own.token });
      await say(thread, { parentId: own.id });
      const [, mail] = await smtp.mailsTo(address, 2);
      const leaveThread = linkIn(mail, '/leave', 'thread');
      const page = await open(leaveThread, 'GET');
      expect([page.status, await page.text()]).toEqual([200, expect.stringMatching(/这篇文章不再提醒[\s\S]*method="post"/)]);
      for (let i = 0; i < 2; i++) expect((await open(leaveThread)).status).toBe(200);
      await say(thread, { parentId: own.id });
      const heard = await say(other, { parentId: second.id });
      expect((await smtp.mailsTo(address, 3))[2]?.parsed.text).toContain(heard.id);

      expect((await open(linkIn(mail, '/leave', 'kind-answer'))).status).toBe(200);
      expect(await wants(own.token)).toEqual({ mail: false, confirmed: true });
      // As a program for mail does it (RFC 8058).
      const header = /List-Unsubscribe: <([^>]+)>/.exec(mail?.raw.replace(/\r\n[ \t]/g, ' ') ?? '')?.[1]?.replace(/\s/g, '') ?? '';
      const { pathname, search } = new URL(header);
      for (let i = 0; i < 2; i++) expect((await open(pathname + search, 'POST', 'List-Unsubscribe=One-Click')).status).toBe(200);
      expect(await wants(own.token)).toEqual({ mail: false, confirmed: false });
      await say(other, { parentId: second.id });
      const after = await follower();
      await say(after.thread, { parentId: after.own.id });
      await smtp.mailsTo(after.address, 2);
      expect(await smtp.mailsTo(address, 3)).toHaveLength(3);
    });

    test('links that are made up, changed or of another purpose do nothing', async () => {
      const { own, link } = await follower();
      const token = new URLSearchParams(link.slice(link.indexOf('?'))).get('t') ?? '';
      const made = ['', 'x', token.replace('confirm', 'all'), `${token}x`, token.replace('confirm.', 'confirm.x'), 'a'.repeat(5_000)];
      for (const t of made) expect((await open(`/leave?t=${encodeURIComponent(t)}`)).status).toBe(404);
      for (const t of made) expect([404, 410]).toContain((await open(`/api/v1/mail/confirm?t=${encodeURIComponent(t)}`)).status);
      expect((await open('/leave')).status).toBe(404);
      expect(await wants(own.token)).toEqual({ mail: true, confirmed: true });
    });

    test('who did not ask says so once, and is asked by nobody again; a site that does not offer it refuses', async () => {
      const [address, thread] = [newAddress(), threadOf(++numbers)];
      const own = await say(thread);
      const other = await say(thread);
      await wish(own.token, { notify: { mail: true, email: address } });
      const [confirmation] = await smtp.mailsTo(address, 1);
      // Another reader with the same address: no second mail asks for it.
      expect((await wish(other.token, { notify: { mail: true, email: address } })).status).toBe(200);
      expect((await open(linkIn(confirmation, '/leave', 'all'))).status).toBe(200);
      expect((await wish(own.token, { notify: { mail: true, email: address } })).status).toBe(200);
      expect((await open(linkIn(confirmation, '/api/v1/mail/confirm', 'confirm'))).status).toBe(410);
      await follower();
      expect(await smtp.mailsTo(address, 1)).toHaveLength(1);
      const quiet = await say(thread, { site: 'quiet' });
      expect((await wish(quiet.token, { notify: { mail: true, email: address } })).status).toBe(403);
      for (const body of [{}, { notify: { mail: true } }, { notify: { mail: true, email: 'a@b\r\nBcc: c@d.example' } }]) {
        expect((await wish(own.token, body)).status).toBe(400);
      }
    });

    test('the address is stored encrypted, and nothing of it is left when the reader is erased; leaving then is no mistake', async () => {
      const { address, own, thread } = await follower();
      await say(thread, { parentId: own.id });
      const [, mail] = await smtp.mailsTo(address, 2);
      expect(rowsWith(await storedRows(server()), [address])).toEqual([]);
      expect(server().lines.join('\n')).not.toContain(address);
      const erased = await call(server().url, '/api/v1/me?site=paper', {
        method: 'DELETE',
        body: { comments: 'anonymous' },
        headers: { origin: ORIGIN, ...bearer(own.token) },
      });
      expect(erased.status).toBe(202);
      expect((await open(linkIn(mail, '/leave', 'all'))).status).toBe(200);
    });

    test('an address that its server refuses for good gets no more, and that is counted', async () => {
      const { address, thread, own } = await follower();
      smtp.refuse(550);
      await say(thread, { parentId: own.id });
      await waitFor(async () => (await wants(own.token))?.confirmed === false);
      smtp.refuse(null);
      const metrics = await (await fetch(`${server().url}/metrics`)).text();
      expect(metrics).toMatch(/liangju_mails_total\{outcome="final"\} [1-9]/);
      expect(metrics).toMatch(/liangju_mail_waiting \d/);
      expect(await smtp.mailsTo(address, 1)).toHaveLength(1);
    });
  },
  env,
);

test('a server for mail that does not answer keeps nobody waiting, and is seen', async () => {
  const server = await startServer({ ...env, MAIL_URL: `smtp://127.0.0.1:${await freePort()}` });
  try {
    const body = { site: 'demo', thread: newThread(), body: sentence(), author: { name: '晨读' } };
    const posted = await call<PostAnswer>(server.url, '/api/v1/comments', { body });
    const token = bearer(posted.body.readerToken ?? '');
    const asked = await call<Me>(server.url, '/api/v1/me', {
      method: 'PATCH',
      body: { notify: { mail: true, email: 'dead@example.com' } },
      headers: token,
    });
    expect([asked.status, asked.body.notify]).toEqual([200, { mail: true, confirmed: false }]);
    const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
    await waitFor(async () => /liangju_mails_total\{outcome="temporary"\} [1-9]/.test(await metrics()));
    expect(await metrics()).toMatch(/liangju_mail_waiting 1\b/);
    expect((await call(server.url, '/api/v1/comments', { body: { ...body, body: sentence() } })).status).toBe(201);
    expect(server.lines.join('\n')).not.toContain('dead@example.com');
  } finally {
    await server.close();
  }
});
