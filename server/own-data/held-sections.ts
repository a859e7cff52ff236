import { HELD_KINDS, type HeldKind } from '../domain/enumerations.ts';
import type { HeldRecord } from '../domain/own-data.ts';
import type { Comment, Id, Reader, Site, Thread } from '../domain/types.ts';
import { wireTime } from '../presenters/present-comment.ts';
import type { BackupData } from '../store/port-backup.ts';
import type { Cut, Slice } from '../store/port-types.ts';
import type { OwnDataDeps } from './deps.ts';

/** So many records are in memory at a time, whatever there is of them. */
const PAGE = 50;

export type ExportValue = string | number | boolean | null | readonly ExportValue[] | ExportRecord;
/** What an export says of one thing. */
export interface ExportRecord {
  readonly [name: string]: ExportValue;
}

/** A part of an export, read as it is written. */
export interface ExportSection {
  name: 'comments' | HeldKind;
  records: AsyncIterable<ExportRecord>;
}

/** What stands at the beginning of an export, and the rest of it. */
export interface ReaderExport {
  head: { format: 'liangju-reader'; version: 1; exportedAt: string; site: ExportRecord; reader: ExportRecord };
  sections: ExportSection[];
}

type Deps = Pick<OwnDataDeps, 'store' | 'now'>;

/** All that is held of a reader. The texts of comments are as they were typed, refused and removed ones too. */
export async function exportOf(deps: Deps, site: Site, reader: Reader): Promise<ReaderExport> {
  const account = await deps.store.personal.account(reader.id);
  const held = HELD_KINDS.map((kind) => ({
    name: kind,
    records: mapped(
      pagesOf((cut) => deps.store.personal.held({ siteId: site.id, readerId: reader.id, kind, ...cut })),
      heldView,
    ),
  }));
  return {
    head: {
      format: 'liangju-reader',
      version: 1,
      exportedAt: wireTime(deps.now()),
      site: { id: site.id, name: site.name },
      reader: accountView(reader, account),
    },
    sections: [{ name: 'comments', records: commentsOf(deps, reader.id) }, ...held],
  };
}

/** What a list has, page by page. */
export async function* pagesOf<T>(read: (cut: Cut) => Promise<Slice<T>>): AsyncGenerator<T[]> {
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await read({ limit: PAGE, cursor });
    yield items;
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}

async function* mapped<T>(pages: AsyncIterable<T[]>, view: (one: T) => ExportRecord): AsyncGenerator<ExportRecord> {
  for await (const page of pages) for (const one of page) yield view(one);
}

export const timeOrNull = (at: number | null | undefined): string | null => (at === null || at === undefined ? null : wireTime(at));

/** What is known of a reader. */
export function accountView(reader: Reader, account: BackupData['reader'] | null): ExportRecord {
  const { id, kind, name, emailHash, emailVerified, email, avatar, url, badge, verified, isMinor, acceptedTerms, createdAt } =
    account ?? reader;
  const origin = account?.origin ?? null;
  return {
    ...{ id, kind, name, email, emailHash, emailVerified, avatar, url, badge },
    verified: verified === null ? null : { kind: verified.kind, at: wireTime(verified.at) },
    minor: isMinor,
    acceptedTerms: acceptedTerms.map(({ version, at }) => ({ version, at: wireTime(at) })),
    createdAt: wireTime(createdAt),
    import: origin === null ? null : { id: origin.importId, ...origin.source },
    tokens: (account?.tokens ?? []).map(({ way, createdAt: at, expiresAt }) => ({ way, at: wireTime(at), until: timeOrNull(expiresAt) })),
  };
}

/** Fields that are times in the store are times in an export. */
export function heldView(record: HeldRecord): ExportRecord {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      (name === 'at' || name === 'until') && typeof value === 'number' ? wireTime(value) : value,
    ]),
  );
}

async function* commentsOf({ store }: Deps, readerId: Id): AsyncGenerator<ExportRecord> {
  for await (const page of pagesOf((cut) => store.comments.byReader({ readerId, ...cut }))) {
    const [threads, origins] = await Promise.all([
      store.threads.get([...new Set(page.map(({ threadId }) => threadId))]),
      store.imports.origins(page.map(({ id }) => id)),
    ]);
    for (const comment of page) {
      // A text that was never changed has no former ones.
      const texts = comment.editedAt === null ? [] : await store.comments.revisions(comment.id);
      const revisions = texts.map(({ revision, body, at }) => ({ revision, body, at: wireTime(at) }));
      yield { ...commentView(comment, threads.get(comment.threadId)), revisions, importId: origins.get(comment.id)?.importId ?? null };
    }
  }
}

function commentView(comment: Comment, thread: Thread | undefined): ExportRecord {
  const { id, parentId, status, author, content, published, review, lastDecision, votes } = comment;
  return {
    ...{ id, parentId, status, body: content?.body ?? null },
    thread: { key: comment.threadKey, url: thread?.url ?? '', title: thread?.title ?? '' },
    author: author === null ? null : { name: author.name, badge: author.badge, region: author.region, avatar: author.avatar ?? null },
    createdAt: wireTime(comment.createdAt),
    editedAt: timeOrNull(comment.editedAt),
    published: published === null ? null : { at: wireTime(published.at), body: published.content.body },
    ...{ pinned: comment.pinned, featured: comment.featured, up: votes.up, down: votes.down },
    decision:
      lastDecision === null
        ? null
        : { action: lastDecision.action, at: wireTime(lastDecision.at), reason: lastDecision.reason, note: lastDecision.note },
    appeal: review?.appeal === undefined ? null : { at: wireTime(review.appeal.at), note: review.appeal.note },
    findings: comment.findings.map(({ phase, score, verdict }) => ({ phase, score, verdict: verdict ?? null })),
  };
}
