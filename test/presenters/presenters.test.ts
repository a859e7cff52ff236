import { describe, expect, test } from '@jest/globals';
import { CommentView } from '../../contract/comment.ts';
import { ModeratedComment, QueueItem } from '../../contract/moderation.ts';
import { JobView } from '../../contract/site.ts';
import { CLAIM_MS } from '../../server/domain/claim.ts';
import { grantsOf } from '../../server/domain/accounts.ts';
import type { Job } from '../../server/domain/jobs.ts';
import type { AuditEntry, Comment } from '../../server/domain/types.ts';
import { presentOwn, presentPublic, presentSiteRules, presentThread, wireTime } from '../../server/presenters/present-comment.ts';
import { presentJob } from '../../server/presenters/present-job.ts';
import { presentModerated, presentQueueItem } from '../../server/presenters/present-moderated.ts';
import { presentAccount, presentApiToken, presentReader } from '../../server/presenters/present-people.ts';
import { presentAudit, presentBan, presentSite } from '../../server/presenters/present-site.ts';
import { openCase, waitingComment } from '../domain/waiting-comment.ts';
import { apiTokenOf, auditLine, banOf, contentOf, guestOf, siteNamed, staffOf, T0 } from '../store/fixtures.ts';

const SECRET_WORDS = '这句话还没有人看过';
const SHOWN = contentOf('公开的话');
const LATEST = contentOf(SECRET_WORDS);
const published = { content: SHOWN, at: T0 };

const comment = (more: Partial<Comment>): Comment => waitingComment({ content: LATEST, published: null, ...more });

describe('the public', () => {
  test.each<[string, Partial<Comment>, string, string | null]>([
    ['a published comment', { status: 'published', content: SHOWN, published }, 'published', SHOWN.html],
    ['one whose edit waits', { status: 'pending', published }, 'published', SHOWN.html],
    ['one that waits', { status: 'pending' }, 'removed', null],
    ['spam', { status: 'spam' }, 'removed', null],
    ['a refused one', { status: 'rejected', reason: 'AD' }, 'removed', null],
    ['a removed one', { status: 'removed' }, 'removed', null],
    ['an erased one', { status: 'purged', content: null, author: null }, 'purged', null],
  ])('sees of %s nothing but what is published', (_name, more, status, html) => {
    const view = presentPublic(comment(more));
    expect(CommentView.parse(view)).toEqual(view);
    expect(view).toMatchObject({ status, html });
    expect(view.author === null).toBe(html === null);
    expect(JSON.stringify(view)).not.toContain(SECRET_WORDS);
    expect(Object.keys(view)).not.toEqual(expect.arrayContaining(['body']));
  });

  test('sees votes and the time of an edit of what is published alone', () => {
    const votes = { up: 3, down: 1 };
    const editedAt = T0 + 1_000;
    expect(presentPublic(comment({ votes }))).toMatchObject({ votes: { up: 0, down: 0 }, editedAt: null });
    // The edit waits: what is shown is the text before it.
    expect(presentPublic(comment({ votes, published, editedAt }))).toMatchObject({ votes, editedAt: null });
    expect(presentPublic(comment({ published: { ...published, at: editedAt }, editedAt })).editedAt).toBe(wireTime(editedAt));
  });
});

describe('the author', () => {
  test.each<[Comment['status'], string]>([
    ['published', 'published'],
    ['pending', 'pending'],
    // Spammers learn nothing.
    ['spam', 'pending'],
    ['rejected', 'rejected'],
    ['removed', 'removed'],
  ])('sees one that is %s as %s, with its latest text', (status, shown) => {
    const view = presentOwn(comment({ status, reason: status === 'rejected' ? 'AD' : null }), 'zh-CN');
    expect(CommentView.parse(view)).toEqual(view);
    expect(view).toMatchObject({ status: shown, body: SECRET_WORDS });
    expect(view.moderation?.message === undefined).toBe(status !== 'rejected');
  });

  test('reads why it was refused in the own language', () => {
    const messages = (['zh-CN', 'zh-TW', 'en'] as const).map(
      (lang) => presentOwn(comment({ status: 'rejected', reason: 'AD' }), lang).moderation?.message,
    );
    expect(new Set(messages).size).toBe(3);
  });

  test('sees an erased one as everybody does', () => {
    const erased = comment({ status: 'purged', content: null, author: null });
    expect(presentOwn(erased, 'zh-CN')).toEqual(presentPublic(erased));
  });
});

describe('moderators', () => {
  test('see the latest text beside the public one', () => {
    const view = presentModerated(comment({ published }));
    expect(ModeratedComment.parse(view)).toEqual(view);
    expect(view).toMatchObject({ status: 'pending', body: SECRET_WORDS, html: LATEST.html, publicHtml: SHOWN.html });
  });

  const claim = { staffId: 'S1', staffName: '阿珍', until: T0 + CLAIM_MS };
  test.each<[string, Comment['review'], number, object]>([
    ['no case', null, T0, { kinds: [], claim: null, cluster: null, escalation: null, appeal: null }],
    ['a claimed case', { ...openCase, claim }, T0, { claim: { staff: { id: 'S1', name: '阿珍' }, until: wireTime(claim.until) } }],
    ['a claim that is over', { ...openCase, claim }, claim.until + 1, { claim: null }],
    ['a cluster', { ...openCase, clusterId: 'C1' }, T0, { cluster: { id: 'C1', open: 4 } }],
    [
      'a case that was passed on',
      { ...openCase, escalated: true, escalation: { by: 'S2', byName: '老周', at: T0, note: '请看' } },
      T0,
      { escalated: true, escalation: { by: { id: 'S2', name: '老周' }, at: wireTime(T0), note: '请看' } },
    ],
  ])('see %s', (_name, review, now, expected) => {
    const history = { published: 1, rejected: 2, spam: 3, since: null, penNames: 2 };
    const context = { cluster: 4, parent: null, thread: null, reports: [], reported: [], history, now };
    const item = presentQueueItem(siteNamed('news'), comment({ review }), context);
    expect(QueueItem.parse(item)).toEqual(item);
    expect(item).toMatchObject({ ...expected, context: { parent: null, readerHistory: history } });
  });
});

test.each<[string, Partial<AuditEntry>, object]>([
  ['of staff', { by: 'S1', byName: '阿珍', data: { from: 'pending' } }, { by: { id: 'S1', name: '阿珍' }, data: { from: 'pending' } }],
  ['of the system', { by: 'system', byName: '', data: {} }, { by: { id: 'system', name: '' }, data: {} }],
])('a line of the audit log %s', (_name, entry, expected) => {
  expect(presentAudit(auditLine(entry), undefined)).toMatchObject({ ...expected, undo: null });
  expect(presentAudit(auditLine(entry), { revision: 3, until: T0 }).undo).toEqual({ revision: 3, until: wireTime(T0) });
});

test('a thread that is not there yet has the rules of its site', () => {
  const site = siteNamed('news');
  expect(presentThread(site, '/a', null, 0)).toMatchObject({ id: null, key: '/a', closed: false, mode: site.mode, commentCount: 0 });
  const polled = { ...site, settings: { ...site.settings, live: 'poll' as const } };
  expect(presentThread(polled, '/a', null, 0, 'socket').live).toBe('poll');
  expect(presentSiteRules(site)).toMatchObject({ id: 'news', editWindow: Math.floor(site.settings.editWindow / 1000) });
});

test('no secret is presented', () => {
  const staff = staffOf({ passwordHash: 'a-secret-hash', grants: grantsOf('senior', ['news']) });
  expect(presentAccount(staff)).toMatchObject({ role: 'senior', sites: ['news'], disabled: false });
  const shown = [
    presentAccount(staff),
    presentApiToken(apiTokenOf(staff.id, { tokenHash: 'a-secret-hash' })),
    presentReader(guestOf('news', { email: 'a-secret@example.com' })),
    presentSite(siteNamed('news')),
  ];
  expect(JSON.stringify(shown)).not.toContain('a-secret');
});

test('a ban without an end has none', () => {
  expect(presentBan(banOf('news')).until).toBeNull();
  expect(presentBan(banOf('news', { until: T0 })).until).toBe(wireTime(T0));
});

describe('a job', () => {
  const job: Job = {
    id: 'job-1',
    siteId: 'news',
    kind: 'recheck',
    state: 'waiting',
    input: { since: T0, note: SECRET_WORDS },
    progress: { done: 0, total: 0 },
    place: null,
    result: null,
    by: 'staff-1',
    createdAt: T0,
    updatedAt: T0 + 1_500,
  };

  test.each<[Job['state'], Pick<Job, 'progress' | 'result'>]>([
    ['waiting', { progress: { done: 0, total: 0 }, result: null }],
    ['running', { progress: { done: 3, total: 8 }, result: null }],
    ['done', { progress: { done: 8, total: 8 }, result: { looked: 8, held: 1, stopped: false, why: null } }],
    ['failed', { progress: { done: 3, total: 8 }, result: { error: 'the store is closed' } }],
  ])('that is %s is shown with how far it is and what it came to, without what it was asked for and by whom', (state, now) => {
    const view = presentJob({ ...job, state, ...now });
    expect(JobView.parse(view)).toEqual(view);
    expect(view).toEqual({
      ...{ id: 'job-1', site: 'news', kind: 'recheck', state },
      ...now,
      ...{ createdAt: wireTime(T0), updatedAt: wireTime(T0 + 1_500) },
    });
    expect(JSON.stringify(view)).not.toContain(SECRET_WORDS);
  });
});

test('a case says when the site’s time ends for its first report or appeal that no decision has answered', () => {
  const HOUR = 3_600_000;
  const report = (at: number) => ({ commentId: 'c', readerId: 'r', reason: 'ABUSE' as const, note: '', at, revision: 1 });
  const by = (answerWithin: number, reports: number[], more: object = {}) => {
    const site = siteNamed('news');
    const context = { cluster: 0, parent: null, thread: null, reported: [], now: T0, reports: reports.map((at) => report(T0 + at)) };
    const history = { published: 0, rejected: 0, spam: 0, since: null, penNames: null };
    const settings = { ...site.settings, answerWithin };
    return presentQueueItem({ ...site, settings }, comment({ review: { ...openCase, ...more } }), { ...context, history }).answerBy;
  };
  const appealed = { kinds: ['appeal'], appeal: { at: T0 + 7, note: '' } };
  expect(by(0, [1])).toBeNull();
  expect(by(24, [])).toBeNull();
  expect(by(24, [3, 9])).toBe(wireTime(T0 + 3 + 24 * HOUR));
  expect(by(24, [9], appealed)).toBe(wireTime(T0 + 7 + 24 * HOUR));
});
