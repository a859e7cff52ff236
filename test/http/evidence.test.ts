import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import type { AuditView } from '../../contract/moderation.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { type EvidenceCheck, verifyEvidence } from '../../server/own-data/verify-evidence.ts';
import { bearer, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';

const SITE = 'tribune';

/** Evidence as the command and the call give it. */
onBothStores('evidence', (server) => {
  const url = () => server().url;
  let folder: string;
  let admin: Record<string, string>;
  const thread = newThread('证据 <页面>');
  let mine: { id: string; reader: string; token: string };
  const texts = {
    first: `起初写的话${sentence()}`,
    later: `<!-- part head -->\n</script>后来的话${sentence()}`,
    note: `举报的说明${sentence()}`,
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liangju-evidence-'));
    admin = await signIn(url());
    await call(url(), '/api/v1/sites', { body: { id: SITE, name: SITE, origins: [], type: 'blog', mode: 'post' }, headers: admin });
    const say = async (body: string) =>
      (await call<PostAnswer>(url(), '/api/v1/comments', { body: post(thread, { site: SITE, body, author: { name: '写的人' } }) })).body;
    const [me, other] = [await say(texts.first), await say(sentence())];
    mine = { id: me.comment.id, reader: me.comment.author?.id ?? '', token: me.readerToken ?? '' };
    const edited = await call(url(), `/api/v1/comments/${mine.id}`, {
      method: 'PATCH',
      body: { body: texts.later },
      headers: bearer(mine.token),
    });
    expect(edited.status).toBe(200);
    await call(url(), `/api/v1/comments/${mine.id}/reports`, {
      body: { reason: 'ABUSE', note: texts.note },
      headers: bearer(other.readerToken ?? ''),
    });
    await call(url(), '/api/v1/moderation/decisions', {
      body: { items: [{ id: mine.id, revision: 2 }], action: 'reject', reason: 'AD' },
      headers: admin,
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The records that stand in the page as JSON. */
  const recordsOf = (page: string, kind: string): Record<string, unknown>[] =>
    [...page.matchAll(new RegExp(`data-kind="${kind}">(.*)</script>`, 'g'))].map(([, json = '']) => JSON.parse(json));
  const ask = (body: object, headers = admin) =>
    call<string & ProblemView>(url(), '/api/v1/evidence', { body: { site: SITE, reason: '来函要求', ...body }, headers });
  const written = async (...more: string[]): Promise<string> => {
    const file = join(folder, `${Math.random()}.html`);
    const done = await server().cli(['evidence', '--site', SITE, '--reason', '来函要求', '--out', file, ...more]);
    expect([done.code, done.err]).toEqual([0, expect.any(String)]);
    return file;
  };

  test('has every text, decision and report of a comment, and the lines of the log', async () => {
    const { status, body } = await ask({ comment: mine.id });
    expect(status).toBe(200);
    const [record] = recordsOf(body, 'comments');
    expect(record).toMatchObject({
      id: mine.id,
      status: 'rejected',
      author: { readerId: mine.reader, name: '写的人' },
      revisions: [{ body: texts.first }, { body: texts.later }],
      reports: [{ reason: 'ABUSE', note: texts.note }],
      decision: { action: 'reject', reason: 'AD', byName: expect.any(String) },
      audit: expect.arrayContaining([expect.objectContaining({ action: 'comment.reject' })]),
    });
    expect(body).toContain('&lt;!-- part head --&gt;');
    const log = await call<{ entries: AuditView[] }>(url(), `/api/v1/moderation/audit?subject=${mine.id}`, { headers: admin });
    expect(log.body.entries).toContainEqual(expect.objectContaining({ action: 'evidence.export', note: '来函要求' }));
  });

  test('of a reader and of a thread has what was done in the span alone', async () => {
    const all = await ask({ thread: thread.key });
    expect(recordsOf(all.body, 'comments')).toHaveLength(2);
    const reader = await ask({ reader: mine.reader });
    expect(recordsOf(reader.body, 'comments').map(({ id }) => id)).toEqual([mine.id]);
    const before = await ask({ reader: mine.reader, to: '2000-01-01' });
    expect([before.status, recordsOf(before.body, 'comments')]).toEqual([200, []]);
    expect((await ask({ reader: 'nobody-there' })).status).toBe(404);
    expect((await ask({ reader: mine.reader, comment: mine.id })).status).toBe(400);
    expect((await ask({ reason: ' ' })).status).toBe(400);
  });

  test('is true as it was written; what was changed, added, left out or signed by others is named', async () => {
    const file = await written('--thread', thread.key);
    const check = async (text: string): Promise<EvidenceCheck> => {
      const changed = join(folder, 'changed.html');
      await writeFile(changed, text);
      return verifyEvidence(changed);
    };
    const page = await readFile(file, 'utf8');
    const key = (await server().cli(['evidence', 'key'])).out.trim();
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(page).toContain(key);
    expect(await check(page)).toMatchObject({ isTrue: true, manifest: { publicKey: key, comments: 2, reason: '来函要求' } });
    for (const [changed, parts] of [
      [page.replace(texts.note, '没有的话'), ['comments-1']],
      [page.replace('\n<!-- manifest -->', '\n<!-- part more -->\n<p>多出来的\n<!-- manifest -->'), ['more']],
      [page.replace('<body>', '<body><p>'), ['head']],
    ] as const)
      expect(await check(changed)).toEqual({ isTrue: false, why: 'changed', parts });
    const [, list = ''] = /id="manifest">(.*)<\/script>/.exec(page) ?? [];
    const forged = page.replace(list, list.replace('来函要求', '没有理由'));
    expect(await check(forged)).toEqual({ isTrue: false, why: 'wrong-signature' });
    for (const broken of [page.slice(0, -20), `${page}<p>`, '', 'something'])
      expect(await check(broken)).toEqual({ isTrue: false, why: 'not-evidence' });
    const codes = [];
    for (const given of [[file], [file, '--key', 'A'.repeat(43)], [join(folder, 'changed.html')]])
      codes.push((await server().cli(['evidence', 'verify', ...given])).code);
    expect(codes).toEqual([0, 1, 1]);
  });

  test('is not overwritten', async () => {
    const file = join(folder, 'there.html');
    await writeFile(file, 'there');
    expect((await server().cli(['evidence', '--site', SITE, '--reason', 'x', '--out', file])).code).toBe(1);
    expect(await readFile(file, 'utf8')).toBe('there');
  });
});
