import type { Import } from '../../server/domain/imports.ts';
import type { Ban } from '../../server/domain/bans.ts';
/** What the tests of the store are made of: neutral things with every field, each its own. */
import { randomBytes } from 'node:crypto';
import type { ApiToken, Staff, StaffSession } from '../../server/domain/accounts.ts';
import type { LoggedEvent, NewEvent } from '../../server/domain/events.ts';
import { createIds } from '../../server/domain/ids.ts';
import { type Identity, type MemberFacts, type MemberSignIn, NO_PROFILE, type ReaderToken, SSO } from '../../server/domain/members.ts';
import { DEFAULT_SETTINGS } from '../../server/domain/changed-settings.ts';
import type { AuditEntry, Comment, Content, Reader, ReviewCase, Site, Thread } from '../../server/domain/types.ts';
import type { Store } from '../../server/store/port.ts';
import type { Effects } from '../../server/domain/effects.ts';
import type { NewComment, Slice } from '../../server/store/port-types.ts';
import type { StoredAnswer } from '../../server/store/port-comments.ts';

/** Where the tests' time begins. */
export const T0 = Date.UTC(2026, 0, 31, 8);

/** What an examination gives of a store that is whole. */
export const SOUND = { damage: [], missing: [], wrongCounts: 0, orphans: 0 };

export const newId = createIds(Date.now, randomBytes);

/** A name that no other test uses. */
export const unique = (start: string): string => `${start}-${newId().toLowerCase()}`;

export const nothing = (): Effects => ({ events: [], audit: [] });

export function contentOf(text: string): Content {
  return { body: text, html: `<p>${text}</p>`, text };
}

/** A thread in a site of its own, or of the given one. */
export function openThread(store: Store, siteId = unique('site'), now = T0): Promise<Thread> {
  const key = `https://news.example/${unique('article')}`;
  return store.threads.open(siteId, key, { id: newId(), url: key, title: '城市公园改造方案公布', now });
}

export function openCaseOf(overrides: Partial<ReviewCase> = {}): ReviewCase {
  return {
    state: 'open',
    escalated: false,
    kinds: ['new'],
    reasons: ['mode'],
    score: 0.25,
    priority: 1,
    openedAt: T0,
    claim: null,
    ...overrides,
  };
}

/** A public comment by a reader of its own; `parent` makes it an answer. */
export function commentIn(thread: Thread, overrides: Partial<NewComment> = {}, parent: Comment | null = null): NewComment {
  const id = overrides.id ?? newId();
  const content = overrides.content === undefined ? contentOf(`报道写得很清楚，${id.slice(-6)}。`) : overrides.content;
  const createdAt = overrides.createdAt ?? T0;
  return {
    id,
    siteId: thread.siteId,
    threadId: thread.id,
    threadKey: thread.key,
    parentId: parent?.id ?? null,
    rootId: parent?.rootId ?? id,
    ancestors: parent === null ? [] : [...parent.ancestors, parent.id],
    depth: parent === null ? 0 : parent.depth + 1,
    author: { readerId: newId(), name: '读者', badge: null, region: null },
    status: 'published',
    revision: 1,
    content,
    published: content === null ? null : { content, at: createdAt },
    editedAt: null,
    removedFrom: null,
    reason: null,
    textHash: `hash-${id}`,
    pinned: false,
    featured: false,
    review: null,
    findings: [],
    lastDecision: null,
    createdAt,
    ...overrides,
  };
}

/** A comment that waits for a moderator. */
export function heldIn(
  thread: Thread,
  review: Partial<ReviewCase> = {},
  overrides: Partial<NewComment> = {},
  parent: Comment | null = null,
): NewComment {
  return commentIn(thread, { status: 'pending', published: null, review: openCaseOf(review), ...overrides }, parent);
}

/** Stores a comment and gives it. */
export async function stored(store: Store, comment: NewComment, fx: Effects = nothing(), answer?: StoredAnswer): Promise<Comment> {
  const created = await store.comments.create(comment, fx, answer);
  if (!created.created) throw new Error('the key was used before');
  return getOne(store, comment.id);
}

export async function getOne(store: Store, id: string): Promise<Comment> {
  const found = (await store.comments.get([id])).get(id);
  if (found === undefined) throw new Error(`no comment ${id}`);
  return found;
}

export async function getThread(store: Store, id: string): Promise<Thread> {
  const found = (await store.threads.get([id])).get(id);
  if (found === undefined) throw new Error(`no thread ${id}`);
  return found;
}

/** An event to the readers of a thread. */
export function publishedEvent(comment: Pick<Comment, 'id' | 'threadId' | 'siteId'>, at = T0): NewEvent {
  return {
    id: newId(),
    type: 'comment.published',
    channel: `thread:${comment.threadId}`,
    siteId: comment.siteId,
    at,
    data: { commentId: comment.id },
  };
}

export function auditLine(overrides: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: newId(),
    siteId: unique('site'),
    at: T0,
    by: newId(),
    byName: '值班编辑',
    action: 'comment.approve',
    subject: newId(),
    reason: null,
    note: '',
    requestId: null,
    data: { before: 'pending', after: 'published' },
    ...overrides,
  };
}

/** The events of a thread, all of them. */
export function eventsOf(store: Store, threadId: string): Promise<LoggedEvent[]> {
  return store.events.since({ channel: `thread:${threadId}`, seq: 0, limit: 10_000 });
}

export function answerUnder(key: string, overrides: Partial<StoredAnswer> = {}): StoredAnswer {
  return { key, fingerprint: 'f'.repeat(16), status: 201, body: '{"comment":{"id":"1"}}', at: T0, ...overrides };
}

export function guestOf(siteId: string, overrides: Partial<Reader> = {}): Reader {
  return { id: newId(), siteId, kind: 'guest', name: '读者', emailHash: null, email: null, ...NO_PROFILE, createdAt: T0, ...overrides };
}

/** A token of a member. */
export function tokenOf(overrides: Partial<ReaderToken> = {}): ReaderToken {
  return { hash: unique('token'), createdAt: T0, expiresAt: Date.UTC(2100, 0, 1), way: SSO, authorOf: [], ...overrides };
}

/** A sign-in of a person whom the site's own sign-on knows by a name of their own. */
export function signInTo(
  siteId: string,
  {
    identity,
    facts,
    token,
    ...more
  }: { identity?: Partial<Identity>; facts?: Partial<MemberFacts>; token?: Partial<ReaderToken>; newId?: string } = {},
): MemberSignIn {
  return {
    identity: { siteId, way: SSO, subject: unique('member'), ...identity },
    facts: { name: '会员', ...facts },
    token: tokenOf(token),
    newId: newId(),
    ...more,
  };
}

export function siteNamed(id: string, overrides: Partial<Site> = {}): Site {
  return {
    id,
    name: '本地新闻',
    type: 'news',
    origins: ['https://news.example'],
    mode: 'graded',
    settings: { ...DEFAULT_SETTINGS, maxLength: 1_000, notice: '请友善发言。', sort: 'newest' },
    revision: 1,
    createdAt: T0,
    ...overrides,
  };
}

export function staffOf(overrides: Partial<Staff> = {}): Staff {
  const id = newId();
  return {
    id,
    email: `${id.toLowerCase()}@news.example`,
    name: '值班编辑',
    grants: [{ role: 'moderator', site: 'news' }],
    passwordHash: 'scrypt$1$x',
    invitation: null,
    ...{ secondFactor: null, passkeys: [], identity: null },
    disabled: false,
    createdAt: T0,
    ...overrides,
  };
}

export function sessionOf(staffId: string, overrides: Partial<StaffSession> = {}): StaffSession {
  return {
    tokenHash: unique('session'),
    staffId,
    createdAt: T0,
    seenAt: T0,
    expiresAt: T0 + 86_400_000,
    confirmedAt: overrides.createdAt ?? T0,
    network: '203.0.113.0/24',
    browser: 'Firefox',
    ...overrides,
  };
}

export function apiTokenOf(staffId: string, overrides: Partial<ApiToken> = {}): ApiToken {
  return {
    id: newId(),
    staffId,
    name: '脚本',
    tokenHash: unique('token'),
    scopes: ['moderate', 'sites'],
    createdAt: T0,
    usedAt: null,
    ...overrides,
  };
}

/** Walks a list to its end, page by page. @throws Error when it does not end. */
export async function walkAll<T>(page: (cursor: string | undefined) => Promise<Slice<T>>, most = 500): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < most; pages++) {
    const slice = await page(cursor);
    items.push(...slice.items);
    if (slice.nextCursor === null) return items;
    cursor = slice.nextCursor;
  }
  throw new Error('the list does not end');
}

export const idsOf = (items: readonly { id: string }[]): string[] => items.map(({ id }) => id);

/** Texts that stores tend to spoil. */
export const HARD_TEXTS: readonly string[] = [
  '空\u0000字符',
  '👩‍👩‍👧‍👦 一家人 👍🏽 🇨🇳',
  'שלום עולם \u202eabc\u202c',
  '$where: 1',
  '$comment',
  'a.b.c',
  '.开头',
  '%_\\"\'$.',
  "Robert'); DROP TABLE comments;--",
  '换\r\n行\t\u2028分',
  ' 两端有空 ',
  '𠮷野家 𰻝𰻝面',
  'e\u0301 与 \u00e9',
  '\ufeff开头有标记',
];

/** An import of one comment that has been read. */
export function importOf(siteId: string, overrides: Partial<Import> = {}): Import {
  const report = {
    ...{ format: 'liangju', records: 1, comments: 1, skipped: {}, statuses: { published: 1 }, threads: 1, closedThreads: 0, people: 1 },
    ...{ maxDepth: 0, orphans: 0, rehung: 0, refused: [], refusedCount: 0, notices: {}, foreignHosts: {}, firstSkipped: {} },
  };
  const options = { format: null, baseUrl: null, timeZone: 'UTC', encoding: null, include: [], mapUrls: [], project: null, columns: [] };
  return {
    ...{ id: newId(), siteId, state: 'ready', format: 'liangju', files: ['comments.jsonl'], options: JSON.stringify(options) },
    ...{ report: JSON.stringify(report), inserted: 0, updated: 0, known: 0, left: 0, done: 0, total: 0, failure: null, by: 'system' },
    ...{ createdAt: T0, updatedAt: T0, ...overrides },
  };
}

/** A ban in force of a reader that nobody is. */
export function banOf(siteId: string, overrides: Partial<Ban> = {}): Ban {
  return {
    id: newId(),
    siteId,
    kind: 'reader',
    value: newId(),
    mode: 'block',
    reason: 'ABUSE',
    note: '',
    by: newId(),
    createdAt: T0,
    until: null,
    ...overrides,
  };
}
