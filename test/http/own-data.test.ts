import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { CommentView, ListAnswer, PostAnswer } from '../../contract/comment.ts';
import type { AuditView } from '../../contract/moderation.ts';
import type { JobAnswer } from '../../contract/site.ts';
import { openStore } from '../../server/store/open-store.ts';
import { guestOf, newId } from '../store/fixtures.ts';
import { bearer, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { startServer } from '../support/start-server.ts';
import { rowsWith, storedRows } from '../support/stored-rows.ts';
import { waitFor } from '../support/wait-for.ts';

const SITE = 'teahouse';
const USER_AGENT = 'Gugong-Reader/9.7';
const ADDRESS = '203.0.113.77';
let readers = 0;

/** Texts of one reader that stand nowhere else; everybody sees `public` and `host` while the comment is there. */
function textsOfOne() {
  // Alike texts would be refused as copies.
  readers++;
  return {
    name: `松烟墨客${readers}号`,
    mail: `songyan-${readers}-@inkstick.example`,
    first: `起初写的是青釉瓷片${sentence()}`,
    public: `后来改成了白瓷茶盏${sentence()}`,
    host: `inkstick-${readers}-notes.example`,
    refused: `这里提到了雨前龙井铺${sentence()}`,
    appeal: `请再看看紫砂壶那一段${sentence()}`,
    removed: `写完就收回的竹帘句${sentence()}`,
    note: `举报说明里的铜香炉${sentence()}`,
  };
}

onBothStores(
  'one’s own data',
  (server) => {
    const url = () => server().url;
    let admin: Record<string, string>;
    const client = { 'user-agent': USER_AGENT, 'x-forwarded-for': ADDRESS };

    beforeAll(async () => {
      admin = await signIn(url());
      await call(url(), '/api/v1/sites', {
        body: { id: SITE, name: '茶馆 <一>', origins: [], type: 'blog', mode: 'post' },
        headers: admin,
      });
    });

    const say = async (
      thread: ReturnType<typeof newThread>,
      {
        body = sentence(),
        name = '路人',
        token,
        ...more
      }: { body?: string; name?: string; token?: string; email?: string; parentId?: string } = {},
    ): Promise<{ comment: CommentView; token: string }> => {
      const { email, parentId } = more;
      const given = await call<PostAnswer>(url(), '/api/v1/comments', {
        body: post(thread, {
          site: SITE,
          body,
          author: { name, ...(email === undefined ? {} : { email }) },
          ...(parentId === undefined ? {} : { parentId }),
        }),
        headers: token === undefined ? client : { ...client, ...bearer(token) },
      });
      if (given.status !== 201) throw new Error(`${given.status} ${JSON.stringify(given.body)}`);
      return { comment: given.body.comment, token: given.body.readerToken ?? token ?? '' };
    };
    const listed = async (thread: { key: string }): Promise<CommentView[]> =>
      (await call<ListAnswer>(url(), `/api/v1/comments?site=${SITE}&thread=${encodeURIComponent(thread.key)}`)).body.comments;
    const jobIsDone = async (id: string): Promise<boolean> =>
      (await call<z.infer<typeof JobAnswer>>(url(), `/api/v1/jobs/${id}`, { headers: admin })).body.job.state === 'done';

    /** A reader of whom something is kept everywhere. */
    async function seed() {
      const texts = textsOfOne();
      const thread = newThread('茶会');
      const other = await say(thread, { body: `别人写的${sentence()}` });
      const me = await say(thread, { body: texts.first, name: texts.name, email: texts.mail });
      const mine = bearer(me.token);
      const from = { ...client, ...mine };
      await call(url(), `/api/v1/comments/${me.comment.id}/reports`, {
        body: { reason: 'OFFTOPIC', note: '' },
        headers: bearer(other.token),
      });
      const edited = await call(url(), `/api/v1/comments/${me.comment.id}`, {
        method: 'PATCH',
        body: { body: `${texts.public}，见 https://${texts.host}/a` },
        headers: from,
      });
      expect(edited.status).toBe(200);
      await say(thread, { body: `回应${sentence()}`, parentId: me.comment.id });
      const refused = await say(thread, { body: `${texts.refused}${sentence()}`, token: me.token, name: texts.name });
      await call(url(), '/api/v1/moderation/decisions', {
        body: { items: [{ id: refused.comment.id, revision: 1 }], action: 'reject', reason: 'AD' },
        headers: admin,
      });
      const appealed = await call(url(), `/api/v1/comments/${refused.comment.id}/appeal`, { body: { note: texts.appeal }, headers: from });
      expect(appealed.status).toBe(202);
      const gone = await say(thread, { body: `${texts.removed}${sentence()}`, token: me.token, name: texts.name });
      expect((await call(url(), `/api/v1/comments/${gone.comment.id}`, { method: 'DELETE', headers: from })).status).toBe(200);
      await call(url(), `/api/v1/comments/${other.comment.id}/vote`, { method: 'PUT', body: { value: 1 }, headers: from });
      await call(url(), `/api/v1/comments/${other.comment.id}/reports`, { body: { reason: 'ABUSE', note: texts.note }, headers: from });
      const readerId = me.comment.author?.id ?? '';
      await call(url(), '/api/v1/bans', {
        body: { site: SITE, kind: 'reader', value: readerId, mode: 'block', note: texts.name, until: '2030-01-01T00:00:00.000Z' },
        headers: admin,
      });
      return {
        thread,
        other,
        readerId,
        token: me.token,
        comment: me.comment,
        texts: texts,
        all: [...Object.values(texts), USER_AGENT, ADDRESS],
      };
    }

    const ask = (token: string, path: string, more: Parameters<typeof call>[2] = {}) =>
      call<unknown>(url(), path, { ...more, headers: { ...bearer(token), ...more.headers } });

    test('is given out as JSON, and as a page in which nothing of it is markup', async () => {
      const { token, readerId, texts } = await seed();
      const given = await ask(token, `/api/v1/me/export?site=${SITE}`);
      expect([given.status, given.headers.get('content-type')]).toEqual([200, expect.stringContaining('application/json')]);
      expect(given.body).toMatchObject({
        format: 'liangju-reader',
        site: { id: SITE },
        reader: { id: readerId, name: texts.name, emailHash: expect.any(String), tokens: [{ until: null }] },
        comments: expect.arrayContaining([
          expect.objectContaining({
            body: expect.stringContaining(texts.public),
            revisions: [expect.objectContaining({ body: texts.first }), expect.objectContaining({ revision: 2 })],
          }),
          expect.objectContaining({
            status: 'rejected',
            decision: expect.objectContaining({ reason: 'AD' }),
            appeal: expect.objectContaining({ note: texts.appeal }),
          }),
          expect.objectContaining({ status: 'removed', body: expect.stringContaining(texts.removed) }),
        ]),
        votes: [expect.objectContaining({ value: 1 })],
        reports: [expect.objectContaining({ note: texts.note })],
        bans: [expect.objectContaining({ mode: 'block' })],
      });
      const page = await ask(token, `/api/v1/me/export?site=${SITE}`, { headers: { accept: 'text/html', 'accept-language': 'zh-TW' } });
      expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
      expect(page.body).toEqual(expect.stringContaining('我的資料'));
      expect(page.body).toEqual(expect.stringContaining('茶馆 &lt;一&gt;'));
      expect(page.body).not.toEqual(expect.stringContaining('<script'));
      for (const text of Object.values(texts)) if (text !== texts.mail) expect(page.body).toEqual(expect.stringContaining(text));
      expect((await call(url(), `/api/v1/me/export?site=${SITE}`)).status).toBe(401);
      expect((await ask(token, '/api/v1/me/export?site=demo')).status).toBe(401);
    });

    test('once erased with the comments it stands nowhere, and what is others’ is as it was', async () => {
      const { thread, token, readerId, other, comment, all } = await seed();
      const before = await storedRows(server());
      expect(rowsWith(before, all).length).toBeGreaterThan(5);
      const asked = await ask(token, `/api/v1/me?site=${SITE}`, { method: 'DELETE', body: { comments: 'remove' } });
      expect(asked.status).toBe(202);
      expect((await ask(token, `/api/v1/me/export?site=${SITE}`)).status).toBe(401);
      const { job } = asked.body as z.infer<typeof JobAnswer>;
      await waitFor(() => jobIsDone(job.id));
      const answered = (await listed(thread)).find(({ id }) => id === comment.id);
      expect(answered).toMatchObject({ status: 'removed', html: null, author: null });
      await server().restart();
      admin = await signIn(url());
      const after = await storedRows(server());
      expect(rowsWith(after, all)).toEqual([]);
      // Facts of the log, the job itself, and what webhooks are told of a ban and the erasure name the id alone, which is nobody's any more.
      const naming = rowsWith(after, [readerId]).filter((row) => !/^(?:audit|jobs):|^events:.*reader\.(?:banned|erased)/.test(row));
      expect(naming).toEqual([]);
      const ofOthers = (rows: typeof before): string[] => rowsWith(rows, [other.comment.author?.id ?? '?']);
      expect(ofOthers(after)).toEqual(ofOthers(before));
      for (const name of await readdir(server().dataDir)) {
        const bytes = await readFile(join(server().dataDir, name)).catch(() => Buffer.alloc(0));
        for (const text of all) expect([name, text, bytes.includes(text)]).toEqual([name, text, false]);
      }
      const log = server().lines.join('\n');
      for (const text of all) expect(log).not.toContain(text);
      const checked = await server().cli(['check']);
      expect([checked.code, checked.out]).toEqual([0, expect.not.stringContaining('✗')]);
    });

    test('once erased without the comments, the public ones stay without their author', async () => {
      const { thread, token, readerId, comment, texts } = await seed();
      const second = await say(thread, { body: `另一条${sentence()}`, token, name: texts.name }).catch(() => null);
      expect(second).toBeNull();
      const asked = await ask(token, `/api/v1/me?site=${SITE}`, { method: 'DELETE', body: { comments: 'anonymous' } });
      const { job } = asked.body as z.infer<typeof JobAnswer>;
      await waitFor(() => jobIsDone(job.id));
      const stays = (await listed(thread)).find(({ id }) => id === comment.id);
      expect(stays).toMatchObject({
        status: 'published',
        html: expect.stringContaining(texts.public),
        author: { name: '', region: null, badge: null },
      });
      expect(stays?.author?.id).not.toBe(readerId);
      const { public: _public, host: _host, ...gone } = texts;
      expect(rowsWith(await storedRows(server()), Object.values(gone))).toEqual([]);
    });

    test('is given out and erased by staff with a reason, which the log has', async () => {
      const { readerId } = await seed();
      expect((await call(url(), `/api/v1/readers/${readerId}/export`, { headers: admin })).status).toBe(400);
      const reason = '本人来信要求，已核实';
      const given = await call(url(), `/api/v1/readers/${readerId}/export?reason=${encodeURIComponent(reason)}`, { headers: admin });
      expect(given.body).toMatchObject({ reader: { id: readerId } });
      const asked = await call<z.infer<typeof JobAnswer>>(url(), `/api/v1/readers/${readerId}/erase`, {
        body: { comments: 'remove', reason },
        headers: admin,
      });
      expect(asked.status).toBe(202);
      await waitFor(() => jobIsDone(asked.body.job.id));
      const log = await call<{ entries: AuditView[] }>(url(), `/api/v1/moderation/audit?subject=${readerId}`, { headers: admin });
      expect(log.body.entries.map(({ action, note }) => [action, note])).toEqual([
        ['reader.erase', reason],
        ['reader.export', reason],
      ]);
      expect(
        (await call(url(), `/api/v1/readers/${readerId}/erase`, { body: { comments: 'remove', reason }, headers: admin })).status,
      ).toBe(404);
    });

    test('of a reader whom an import brought goes too, and does not come back with the file', async () => {
      const texts = textsOfOne();
      const store = await openStore(server().databaseUrl, server().dataDir);
      try {
        const reader = guestOf(SITE, { name: texts.name });
        const source = { system: 'waline', kind: 'name' as const, name: texts.name, url: `https://${texts.host}/`, avatar: null };
        const batch = { origins: [], readers: [{ reader, importId: newId(), source }] };
        await store.imports.note(batch);
        const reason = '本人来信';
        const given = await call(url(), `/api/v1/readers/${reader.id}/export?reason=${encodeURIComponent(reason)}`, { headers: admin });
        expect(given.body).toMatchObject({ reader: { import: { name: texts.name, url: `https://${texts.host}/` } } });
        const asked = await call<z.infer<typeof JobAnswer>>(url(), `/api/v1/readers/${reader.id}/erase`, {
          body: { comments: 'remove', reason },
          headers: admin,
        });
        await waitFor(() => jobIsDone(asked.body.job.id));
        expect((await store.imports.note(batch)).erased).toEqual([reader.id]);
        expect(rowsWith(await storedRows(server()), [texts.name, reader.id]).map((row) => row.split(':')[0])).not.toContain('readers');
      } finally {
        await store.close();
      }
    });

    test('a backup of before is erased again when it is restored', async () => {
      const { token, all } = await seed();
      const archive = join(server().dataDir, 'before.liangju');
      expect((await server().cli(['backup', archive])).code).toBe(0);
      const asked = await ask(token, `/api/v1/me?site=${SITE}`, { method: 'DELETE', body: { comments: 'remove' } });
      const { job } = asked.body as z.infer<typeof JobAnswer>;
      await waitFor(() => jobIsDone(job.id));
      // The store is lost; the data folder's list is not.
      const dataDir = await mkdtemp(join(tmpdir(), 'liangju-restored-'));
      await copyFile(join(server().dataDir, 'erased-readers.jsonl'), join(dataDir, 'erased-readers.jsonl'));
      const place = { DATA_DIR: dataDir, DATABASE_URL: `sqlite:${join(dataDir, 'liangju.db')}` };
      const done = await server().cli(['restore', archive, '--data-dir', dataDir, '--database-url', place.DATABASE_URL]);
      expect([done.code, done.err]).toEqual([0, expect.any(String)]);
      const other = await startServer(place);
      try {
        expect((await call(other.url, `/api/v1/me/export?site=${SITE}`, { headers: bearer(token) })).status).toBe(401);
        await waitFor(async () => rowsWith(await storedRows(other), all).length === 0);
      } finally {
        await other.close();
        await rm(dataDir, { recursive: true, force: true });
        await rm(archive);
      }
    }, 90_000);

    test('an erasure that was killed half-way is finished after the start', async () => {
      const { thread, token, readerId, all } = await seed();
      const asked = await ask(token, `/api/v1/me?site=${SITE}`, { method: 'DELETE', body: { comments: 'remove' } });
      const { job } = asked.body as z.infer<typeof JobAnswer>;
      await server().restart('SIGKILL');
      admin = await signIn(url());
      await waitFor(() => jobIsDone(job.id), 60_000);
      expect(rowsWith(await storedRows(server()), all)).toEqual([]);
      expect((await listed(thread)).some(({ author }) => author?.id === readerId)).toBe(false);
    }, 90_000);
  },
  { TRUST_PROXY: '1' },
);
