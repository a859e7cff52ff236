import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { ListAnswer, PostAnswer } from '../../contract/comment.ts';
import type { MeAnswer } from '../../contract/account.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { bearer, call, newThread, post } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';

onBothStores('comments over HTTP', (server) => {
  const at = (path: string, options?: Parameters<typeof call>[2]) =>
    call<ListAnswer & PostAnswer & ProblemView>(server().url, path, options);
  const list = (key: string, more = '') => at(`/api/v1/comments?site=demo&thread=${encodeURIComponent(key)}${more}`);

  async function posted(
    thread: ReturnType<typeof newThread>,
    overrides: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    const answer = await at('/api/v1/comments', { body: post(thread, overrides), headers });
    expect([answer.status, answer.body.code]).toEqual([201, undefined]);
    return answer.body;
  }

  test('a thread that nobody has commented on is empty, not missing', async () => {
    const answer = await list(newThread().key);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ comments: [], nextCursor: null, thread: { id: null, commentCount: 0, closed: false } });
  });

  test('a clean comment is public at once, with a token for its author alone', async () => {
    const thread = newThread();
    const first = await posted(thread, { body: '**写得好**，支持。' });
    expect(first.comment).toMatchObject({
      status: 'published',
      parentId: null,
      depth: 0,
      author: { name: '读者' },
      replyCount: 0,
      revision: 1,
    });
    expect(first.comment.html).toContain('<strong>写得好</strong>');
    expect(first.readerToken).toMatch(/^ljr_/);
    const { body } = await list(thread.key);
    expect(body.comments.map(({ id }) => id)).toEqual([first.comment.id]);
    expect(body.comments[0]).not.toHaveProperty('body');
    expect(body.thread).toMatchObject({ key: thread.key, title: thread.title, commentCount: 1 });
  });

  test('replies of any depth stand under the top-level comment and are counted', async () => {
    const thread = newThread();
    const top = await posted(thread);
    const reply = await posted(thread, { parentId: top.comment.id });
    const deeper = await posted(thread, { parentId: reply.comment.id });
    expect(deeper.comment).toMatchObject({ depth: 2, rootId: top.comment.id, parentId: reply.comment.id });
    const { body } = await list(thread.key);
    expect(body.comments).toHaveLength(1);
    expect(body.comments[0]?.replyCount).toBe(2);
    expect(body.comments[0]?.replies?.items.map(({ id }) => id)).toEqual([reply.comment.id, deeper.comment.id]);
    const tower = await list(thread.key, '&view=tower&sort=oldest');
    expect(tower.body.comments[2]?.ancestors?.map(({ id }) => id)).toEqual([top.comment.id, reply.comment.id]);
    const permalink = await call<{ ancestors: { id: string }[] }>(server().url, `/api/v1/comments/${deeper.comment.id}`);
    expect(permalink.body.ancestors.map(({ id }) => id)).toEqual([top.comment.id, reply.comment.id]);
  });

  test('pages follow each other without a gap or a repetition', async () => {
    const thread = newThread();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push((await posted(thread)).comment.id);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { body: ListAnswer } = await list(thread.key, `&sort=oldest&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.body.comments.map(({ id }) => id));
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual(ids);
  });

  test('the page has an ETag, and is not sent again to who has it', async () => {
    const thread = newThread();
    await posted(thread);
    const first = await list(thread.key);
    expect(first.headers.get('cache-control')).toMatch(/public/);
    const etag = first.headers.get('etag') ?? '';
    const again = await at(`/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    await posted(thread);
    const changed = await at(`/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`, { headers: { 'if-none-match': etag } });
    expect(changed.status).toBe(200);
  });

  test('100 concurrent posts with one key store one comment, and all get the same answer', async () => {
    const thread = newThread();
    const headers = { 'idempotency-key': randomUUID() };
    const body = post(thread);
    const answers = await Promise.all(Array.from({ length: 100 }, () => at('/api/v1/comments', { body, headers })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body: { comment, readerToken } }) => `${comment.id} ${readerToken}`)).size).toBe(1);
    expect((await list(thread.key)).body.comments).toHaveLength(1);
    const other = await at('/api/v1/comments', { body: post(thread), headers });
    expect([other.status, other.body.code]).toEqual([409, 'idempotency-key-reused']);
  });

  test('the same words again are refused, however they are dressed', async () => {
    const thread = newThread();
    const first = await posted(thread, { body: '这条路修得真不错，大家都方便了' });
    const again = await at('/api/v1/comments', {
      body: post(thread, { body: '这条路修得真不错！大家都方便了。' }),
      headers: bearer(first.readerToken ?? ''),
    });
    expect([again.status, again.body.code]).toEqual([409, 'duplicate-comment']);
  });

  test('100 concurrent votes of one reader count once, and can be taken back', async () => {
    const thread = newThread();
    const { comment } = await posted(thread);
    const voter = (await posted(thread)).readerToken ?? '';
    const vote = (value: number) =>
      call<{ votes: { up: number; down: number }; value: number }>(server().url, `/api/v1/comments/${comment.id}/vote`, {
        method: 'PUT',
        body: { value },
        headers: bearer(voter),
      });
    await Promise.all(Array.from({ length: 100 }, () => vote(1)));
    expect((await vote(1)).body).toEqual({ votes: { up: 1, down: 0 }, value: 1 });
    const me = await call<MeAnswer>(server().url, `/api/v1/me?site=demo&thread=${encodeURIComponent(thread.key)}`, {
      headers: bearer(voter),
    });
    expect(me.body.votes).toEqual({ [comment.id]: 1 });
    expect((await vote(-1)).body.votes).toEqual({ up: 0, down: 1 });
    expect((await vote(0)).body.votes).toEqual({ up: 0, down: 0 });
  });

  test('its author edits and removes it; others cannot', async () => {
    const thread = newThread();
    const mine = await posted(thread);
    const other = await posted(thread);
    const path = `/api/v1/comments/${mine.comment.id}`;
    const edit = (token: string) => at(path, { method: 'PATCH', body: { body: '改过的话，更准确一些。' }, headers: bearer(token) });
    expect((await edit(other.readerToken ?? '')).status).toBe(404);
    const edited = await edit(mine.readerToken ?? '');
    expect(edited.body.comment).toMatchObject({ body: '改过的话，更准确一些。', revision: 2, status: 'published' });
    expect((await list(thread.key, '&sort=oldest')).body.comments[0]?.html).toContain('改过的话');
    const removed = await at(path, { method: 'DELETE', headers: bearer(mine.readerToken ?? '') });
    expect(removed.body.comment.status).toBe('removed');
    expect((await list(thread.key)).body.comments.map(({ id }) => id)).toEqual([other.comment.id]);
  });

  test('a removed comment with answers stays as a place-holder without text or author', async () => {
    const thread = newThread();
    const mine = await posted(thread);
    await posted(thread, { parentId: mine.comment.id });
    await at(`/api/v1/comments/${mine.comment.id}`, { method: 'DELETE', headers: bearer(mine.readerToken ?? '') });
    const { body } = await list(thread.key);
    expect(body.comments[0]).toMatchObject({ id: mine.comment.id, status: 'removed', html: null, author: null, replyCount: 1 });
    expect(body.thread.commentCount).toBe(1);
  });

  test('counts of many threads in one call; unknown ones are 0', async () => {
    const [one, two] = [newThread(), newThread()];
    await posted(one);
    const query = [one, two].map(({ key }) => `thread=${encodeURIComponent(key)}`).join('&');
    const answer = await call<{ counts: Record<string, number> }>(server().url, `/api/v1/counts?site=demo&${query}`);
    expect(answer.body.counts).toEqual({ [one.key]: 1, [two.key]: 0 });
  });

  test('too long is 422 with the count as readers count it; nothing is stored', async () => {
    const thread = newThread();
    const family = '👨‍👩‍👧‍👦';
    const answer = await at('/api/v1/comments', { body: post(thread, { body: family.repeat(1200) + '长'.repeat(4000) }) });
    expect([answer.status, answer.body.code]).toEqual([422, 'too-long']);
    expect(answer.body.detail).toContain('5200');
    expect((await list(thread.key)).body.comments).toHaveLength(0);
    const nothing = [
      ' \n ',
      '\u2800',
      '\u3164\u115f',
      '\u200b\u00ad\u2060',
      '\u034f\u17b4',
      '\ufe0f',
      '\ufffc',
      '\u0301\u0301',
      '\u{e0041}',
    ];
    for (const body of nothing)
      expect([body, (await at('/api/v1/comments', { body: post(thread, { body }) })).body.code]).toEqual([body, 'too-short']);
    for (const body of ['。', '👍🏽', '#️⃣', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'])
      expect([body, (await at('/api/v1/comments', { body: post(newThread(), { body }) })).status]).toEqual([body, 201]);
  });

  test('what was stored survives the server', async () => {
    const thread = newThread();
    const first = await posted(thread);
    await server().restart('SIGKILL');
    expect((await list(thread.key)).body.comments.map(({ id }) => id)).toEqual([first.comment.id]);
    const reply = await posted(thread, { parentId: first.comment.id }, bearer(first.readerToken ?? ''));
    expect(reply.comment.author?.id).toBe(first.comment.author?.id);
  });
});
