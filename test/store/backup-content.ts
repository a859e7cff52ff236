import { erasureJob } from '../../server/own-data/erase-handler.ts';
import { erasedMark } from '../../server/domain/own-data.ts';
import type { Effects } from '../../server/domain/effects.ts';
import type { Store } from '../../server/store/port.ts';
import { blocksOf } from '../../server/domain/word-blocks.ts';
import type { Comment, Report, Thread } from '../../server/domain/types.ts';
import {
  apiTokenOf,
  auditLine,
  banOf,
  commentIn,
  contentOf,
  guestOf,
  HARD_TEXTS,
  heldIn,
  importOf,
  newId,
  nothing,
  openThread,
  publishedEvent,
  signInTo,
  siteNamed,
  staffOf,
  stored,
  T0,
  tokenOf,
} from './fixtures.ts';
import { passkeyOf } from './passkey-of.ts';
import { deliveryOf, webhookOf } from './webhook-fixtures.ts';

const reportOn = (comment: Comment, more: Partial<Report> = {}): Report => ({
  commentId: comment.id,
  readerId: newId(),
  reason: 'AD',
  note: '',
  at: T0 + 2,
  revision: comment.revision,
  ...more,
});

const logged = (comment: Pick<Comment, 'id' | 'threadId' | 'siteId'>): Effects => ({
  events: [publishedEvent(comment)],
  audit: [auditLine({ siteId: comment.siteId, subject: comment.id, data: { z: 1, a: '甲', b: null, c: true } })],
});

/** What the tests look for in a store that was filled here. */
export interface Content {
  siteId: string;
  thread: Thread;
  /** Was reported before its text was replaced. */
  edited: Comment;
  memberToken: string;
  staffId: string;
  apiToken: string;
}

async function people(store: Store, siteId: string): Promise<Pick<Content, 'memberToken' | 'staffId' | 'apiToken'>> {
  const staff = staffOf({
    grants: [{ role: 'senior', site: siteId }],
    invitation: { tokenHash: `invitation of ${siteId}`, until: T0 },
    secondFactor: { secret: 'encrypted', isOn: true, lastStep: 7, recoveryCodes: ['one', 'two'] },
    passkeys: [passkeyOf(), passkeyOf({ usedAt: T0, counter: 3, transports: ['internal', 'hybrid'] })],
  });
  await store.accounts.createFirstStaff(staff, nothing());
  const token = apiTokenOf(staff.id);
  await store.accounts.createToken(token, nothing());
  await store.accounts.createToken(apiTokenOf(staff.id, { name: '已删' }), nothing());
  const deleted = (await store.accounts.tokensOf(staff.id)).find(({ name }) => name === '已删');
  await store.accounts.deleteToken(staff.id, deleted?.id ?? '', nothing());
  await store.accounts.noteNetwork('account', 'network', T0 + 90 * 86_400_000);
  const memberToken = newId();
  const facts = {
    ...{ name: '沈砚', avatar: 'https://pictures.example/a.png', url: 'https://shen.example', badge: '特约' },
    verified: { kind: 'phone' as const, at: T0, person: 'person' },
    isMinor: true,
    email: { hash: 'vouched', isVerified: true },
  };
  const signIn = signInTo(siteId, { facts, token: { hash: memberToken, authorOf: ['https://blog.example.com/a'] } });
  const member = await store.readers.signInMember({ ...signIn, factsAt: T0 });
  await store.readers.signInMember({ ...signIn, token: tokenOf(), facts: { name: '旧名' }, factsAt: T0 - 1 });
  await store.readers.signInMember(signInTo(siteId, { identity: { way: 'github' }, facts: { name: '沈砚', email: facts.email } }));
  await store.readers.acceptTerms(member.id, { version: '2026-01', at: T0 });
  const guest = await store.readers.createGuest(guestOf(siteId, { emailHash: 'other' }), newId());
  await store.readers.join(guest.id, member.id, 10, T0);
  await store.readers.noteRefusedToken(siteId, { at: T0, reason: 'expired', claims: {} });
  for (const name of HARD_TEXTS) await store.readers.createGuest(guestOf(siteId, { name }), newId());
  const ban = banOf(siteId);
  const gone = await store.readers.createGuest(guestOf(siteId), newId());
  const erasure = { mark: erasedMark(gone.id), comments: 'remove' as const, at: T0 };
  await store.personal.beginErasure(
    gone.id,
    erasure,
    erasureJob({ id: newId(), now: T0 }, { siteId, readerId: gone.id, comments: 'remove', by: 'system' }),
    nothing(),
  );
  const webhook = webhookOf(siteId, { failingSince: T0 });
  await store.webhooks.create(webhook, nothing());
  await store.webhooks.add([deliveryOf(webhook, { last: { at: T0, took: 1, status: null, failure: 'timeout', text: '' } })]);
  await store.readers.ban(banOf(siteId, { until: T0 * 2, note: '广告' }), nothing());
  await store.readers.ban(ban, nothing());
  await store.readers.unban(siteId, ban.id, nothing());
  return { memberToken, staffId: staff.id, apiToken: token.tokenHash };
}

async function texts(store: Store, thread: Thread): Promise<Comment> {
  const root = await stored(store, commentIn(thread, { pinned: true }), logged({ ...thread, threadId: thread.id, id: newId() }));
  const answer = await stored(store, commentIn(thread, { createdAt: T0 + 1 }, root));
  await stored(store, commentIn(thread, { createdAt: T0 + 2, answersId: answer.id }, answer));
  for (const [i, text] of HARD_TEXTS.entries())
    await stored(store, commentIn(thread, { content: contentOf(`${text}第${i}条`), createdAt: T0 + 10 + i }));
  const claim = { staffId: newId(), staffName: '值班编辑', until: T0 * 2 };
  const evidence = [{ field: 'body' as const, start: 0, end: 1, word: '坏', category: 'ad' }];
  await stored(
    store,
    heldIn(
      thread,
      { claim, reasons: ['words:ad'], clusterId: root.id, appeal: { at: T0 + 1, note: '请再看一次' } },
      { findings: [{ phase: 'words', score: 1, verdict: 'review', active: true, evidence }] },
    ),
  );
  for (const [readerId, network] of [
    [newId(), 'net'],
    [newId(), 'net'],
    [newId(), null],
  ] as const)
    await store.comments.vote(root.id, readerId, 1, T0 + 3, network);
  const [taken, against] = [newId(), newId()];
  await store.comments.vote(answer.id, against, -1, T0 + 3, 'other');
  await store.comments.vote(answer.id, taken, 1, T0 + 3);
  await store.comments.vote(answer.id, taken, 0, T0 + 4);
  await store.maintenance.importBatch([
    {
      comment: commentIn(thread, { createdAt: T0 - 1_000, author: { readerId: newId(), name: '旧读者', badge: 'author', region: '浙江' } }),
      votes: { up: 5, down: 2 },
    },
  ]);
  const first = await stored(store, commentIn(thread, { content: contentOf('最初的文字藏着暗号') }));
  await store.comments.report(reportOn(first), 0.5, 'net');
  const second = contentOf('后来的文字');
  const edited = await store.comments.change(
    first.id,
    1,
    { content: second, published: { content: second, at: T0 + 5 }, editedAt: T0 + 5 },
    logged(first),
  );
  await store.comments.report(reportOn(edited, { note: '重复' }));
  await decided(store, thread);
  return edited;
}

/** One comment that was decided, and one that was erased. */
async function decided(store: Store, thread: Thread): Promise<void> {
  const comment = await stored(store, commentIn(thread));
  const { status, published, reason, review, pinned, featured } = comment;
  const before = { status, published, reason, review, pinned, featured };
  const record = {
    action: 'reject' as const,
    by: newId(),
    byName: '值班编辑',
    at: T0 + 6,
    reason: 'AD' as const,
    note: '',
    before,
    since: 1,
  };
  await store.comments.change(comment.id, 1, { status: 'rejected', published: null, reason: 'AD', lastDecision: record }, nothing());
  const erased = await stored(store, commentIn(thread));
  await store.comments.change(erased.id, 1, { status: 'purged', content: null, published: null, author: null, findings: [] }, nothing());
}

/** Fills a store with every kind of record, and with texts that stores tend to spoil. */
export async function fillWithEverything(store: Store): Promise<Content> {
  const siteId = `site-${newId().toLowerCase()}`;
  await store.sites.create(siteNamed(siteId), logged({ id: siteId, threadId: 't', siteId }));
  const saved = { at: T0, by: { id: newId(), name: '值班编辑' } };
  const entry = { word: '代开', level: 'review' as const, category: 'ad', options: ['pinyin'] };
  const long = Array.from({ length: 2_100 }, (_, i) => ({ ...entry, word: `${entry.word}"\\']},{"word":"${i}` }));
  await store.sites.saveWords(siteId, 0, blocksOf({ entries: [entry], comments: [{ after: 0, text: '# 一' }] }), saved, nothing());
  await store.sites.saveWords(siteId, 1, blocksOf({ entries: long, comments: [] }), saved, nothing());
  await store.models.save(
    siteId,
    'spam',
    0,
    Uint8Array.from({ length: 300 }, (_, i) => i % 256),
  );
  const known = await people(store, siteId);
  const thread = await openThread(store, siteId);
  const changed = await store.threads.change(
    thread.id,
    thread.revision,
    { closed: true, mode: 'pre', slowMode: 5_000, setByStaff: ['title'] },
    nothing(),
  );
  const merging = await openThread(store, siteId);
  await stored(store, commentIn(merging));
  await store.threads.addOldKeys(changed.id, ['https://blog.example.com/earlier']);
  await store.threads.merge(merging.id, changed.id, nothing());
  const edited = await texts(store, changed);
  const job = {
    id: newId(),
    siteId,
    kind: 'recheck' as const,
    input: { words: 2 },
    progress: { done: 0, total: 0 },
    result: null,
    place: 'here',
    by: known.staffId,
  };
  await store.jobs.create({ ...job, state: 'waiting', createdAt: T0, updatedAt: T0 }, nothing());
  await store.jobs.claim({ worker: 'one', place: 'here', now: T0, until: T0 + 1, strayBefore: 0 });
  await store.jobs.finish(job.id, 'one', { state: 'done', result: { found: 3 }, now: T0 + 2 });
  const made = await store.imports.create(importOf(siteId, { state: 'done', inserted: 1, failure: '{}' }), nothing());
  const origin = { threadId: changed.id, importId: made.id, fingerprint: 'abc', revision: 1, status: 'published' as const };
  const source = { system: 'leancloud', kind: 'id' as const, name: '77', url: 'https://lin.example', avatar: null };
  await store.imports.note({
    origins: [{ ...origin, commentId: newId() }],
    readers: [{ reader: guestOf(siteId, { emailHash: 'hash' }), importId: made.id, source }],
  });
  const notice = { kind: 'answer' as const, commentId: newId(), at: T0 };
  await store.mail.save({
    ...{ id: newId(), siteId, readerId: newId(), emailHash: 'hash', email: 'encrypted.v1.x', lang: 'zh-CN', state: 'confirmed' },
    ...{ askedAt: T0, confirmedAt: T0 + 1, leftThreads: [changed.id], leftKinds: ['answer'], pending: [notice], sentAt: [T0] },
    ...{ sending: { id: newId(), attempts: 2, notices: [notice] }, dueAt: T0 + 2, revision: 0 },
  });
  await store.events.flushed();
  await store.subscriptions.open('follower', 'beginning');
  await store.subscriptions.claim({ name: 'follower', holder: 'one', now: T0, until: T0 + 1 });
  const { events } = await store.events.after({ position: 0, types: ['comment.published'], limit: 1 });
  const keep = events.map((event) => ({ event, attempts: 2, dueAt: T0, error: '没有回应', parkedAt: T0 }));
  await store.subscriptions.record({ name: 'follower', holder: 'one', until: null, position: 1, keep, forget: [] });
  await store.maintenance.setFact('known', 'value');
  return { siteId, thread: changed, edited, ...known };
}
