import type { SiteId } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import type { CommentRecord } from './formats/comment-record.ts';
import { isOwnId } from './ids.ts';

/** So many ids are looked up at once. */
const AT_ONCE = 500;

/** What is asked of the store about ids. */
export interface StoredIds {
  comments: Pick<Store['comments'], 'get'>;
  readers: Pick<Store['readers'], 'get'>;
}

/** Looks whether ids of our own form, that are to be kept, are another site's here: those of comments and those of their authors. */
export class KeptIds {
  readonly #store: StoredIds;
  readonly #siteId: SiteId;
  #comments: string[] = [];
  #authors: string[] = [];
  /** Those that have been looked up, or are to be. */
  readonly #knownAuthors = new Set<string>();

  constructor(store: StoredIds, siteId: SiteId) {
    this.#store = store;
    this.#siteId = siteId;
  }

  /** False when one of the ids so far is another site's. @throws what the store throws. */
  async take({ id, author }: CommentRecord): Promise<boolean> {
    if (isOwnId(id)) this.#comments.push(id);
    const authorId = author?.id;
    if (authorId !== undefined && isOwnId(authorId) && !this.#knownAuthors.has(authorId)) {
      this.#knownAuthors.add(authorId);
      this.#authors.push(authorId);
    }
    return this.#comments.length + this.#authors.length < AT_ONCE || this.end();
  }

  /** The same, of those that have not been looked up yet. */
  async end(): Promise<boolean> {
    const [comments, authors] = [this.#comments, this.#authors];
    [this.#comments, this.#authors] = [[], []];
    const found = [...(await this.#store.comments.get(comments)).values(), ...(await this.#store.readers.get(authors)).values()];
    return found.every(({ siteId }) => siteId === this.#siteId);
  }
}
