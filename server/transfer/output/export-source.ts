/** What an export reads: threads and comments of a site, some at a time, with what may be known of them outside. */
import { SSO } from '../../domain/members.ts';
import type { Comment, CommentStatus, Content, Ms, Reader, ReaderId, Site, Thread, ThreadId } from '../../domain/types.ts';
import type { Store } from '../../store/port.ts';
import type { Slice } from '../../store/port-types.ts';

/** So many comments are read and written at once: other work goes on in between. */
const COMMENTS_AT_ONCE = 200;
const THREADS_AT_ONCE = 200;

/** What is to be exported of a site. */
export interface ExportRequest {
  site: Site;
  /** null: all threads. */
  thread: Thread | null;
  /** When comments were made: from the first, before the second. */
  from: Ms | null;
  to: Ms | null;
  statuses: ReadonlySet<CommentStatus>;
  /** Is what is known of their authors beside name and text written too? */
  isPersonal: boolean;
}

/** A reader with what the site's own sign-on knows them by; null of guests. */
export type ExportedReader = Reader & { memberId: string | null };

/** A comment as it is written. */
export interface ExportedComment {
  comment: Comment;
  thread: Thread;
  /** What the public sees counts: an edit that waits leaves it published. `purged`: a place-holder. */
  status: CommentStatus;
  /** The text that belongs to that status; null for a place-holder. */
  content: Content | null;
  /** Who wrote it: null for a place-holder, and where personal data is left out. */
  reader: ExportedReader | null;
}

/** Reads what was asked for, page by page: nothing of it is kept. */
export class ExportSource {
  readonly request: ExportRequest;
  readonly #store: Pick<Store, 'comments' | 'threads' | 'readers'>;

  constructor(store: Pick<Store, 'comments' | 'threads' | 'readers'>, request: ExportRequest) {
    this.#store = store;
    this.request = request;
  }

  get site(): Site {
    return this.request.site;
  }

  /** @throws what the store throws; so do the others. */
  async *threads(): AsyncGenerator<Thread[]> {
    const { site, thread } = this.request;
    if (thread !== null) yield [thread];
    else yield* pagesOf((cursor) => this.#store.threads.list({ siteId: site.id, limit: THREADS_AT_ONCE, cursor }));
  }

  /** Oldest first. */
  comments(): AsyncGenerator<ExportedComment[]> {
    return this.#walk(this.request.thread?.id);
  }

  /** Those of a thread, oldest first. */
  commentsOf(thread: Thread): AsyncGenerator<ExportedComment[]> {
    return this.#walk(thread.id);
  }

  /** Newest first: the order that our own format has always had. */
  async *newestComments(): AsyncGenerator<ExportedComment[]> {
    const { site, thread } = this.request;
    const q = { siteIds: [site.id], ...(thread === null ? {} : { threadId: thread.id }), ...this.#span(), limit: COMMENTS_AT_ONCE };
    for await (const comments of pagesOf((cursor) => this.#store.comments.search({ ...q, cursor }))) yield await this.#exported(comments);
  }

  async *#walk(threadId: ThreadId | undefined): AsyncGenerator<ExportedComment[]> {
    const q = { siteId: this.site.id, threadId, ...this.#span(), limit: COMMENTS_AT_ONCE };
    for await (const comments of pagesOf((cursor) => this.#store.comments.walk({ ...q, cursor }))) yield await this.#exported(comments);
  }

  #span(): { from?: Ms; to?: Ms } {
    const { from, to } = this.request;
    return { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
  }

  async #exported(comments: readonly Comment[]): Promise<ExportedComment[]> {
    const taken = comments.flatMap((comment) => {
      const status = this.#statusOf(comment);
      return status === null ? [] : [{ comment, status }];
    });
    const threads = await this.#store.threads.get([...new Set(taken.map(({ comment }) => comment.threadId))]);
    const readers = await this.#readersOf(taken.map(({ comment }) => comment));
    return taken.map(({ comment, status }) => {
      const thread = threads.get(comment.threadId);
      if (thread === undefined) throw new Error(`comment ${comment.id} has no thread`);
      if (status === 'purged') return { comment, thread, status, content: null, reader: null };
      const content = comment.published?.content ?? comment.content;
      return { comment, thread, status, content, reader: readers.get(comment.author?.readerId ?? '') ?? null };
    });
  }

  /** What it is written as; null: not at all. One that is not asked for and has public answers is a place-holder. */
  #statusOf({ published, status, replyCount }: Comment): CommentStatus | null {
    const { statuses } = this.request;
    const shown = published === null ? status : 'published';
    if (statuses.has(shown)) return shown;
    return statuses.has('published') && replyCount > 0 ? 'purged' : null;
  }

  async #readersOf(comments: readonly Comment[]): Promise<ReadonlyMap<ReaderId, ExportedReader>> {
    if (!this.request.isPersonal) return new Map();
    const readers = await this.#store.readers.get([
      ...new Set(comments.flatMap(({ author }) => (author === null ? [] : [author.readerId]))),
    ]);
    const exported = [...readers.values()].map(async (reader): Promise<[ReaderId, ExportedReader]> => {
      const identities = reader.kind === 'member' ? await this.#store.readers.identitiesOf(reader.id) : [];
      return [reader.id, { ...reader, memberId: identities.find(({ way }) => way === SSO)?.subject ?? null }];
    });
    return new Map(await Promise.all(exported));
  }
}

async function* pagesOf<T>(read: (cursor: string | undefined) => Promise<Slice<T>>): AsyncGenerator<T[]> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await read(cursor);
    yield items;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}
