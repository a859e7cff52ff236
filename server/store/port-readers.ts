/** The storage port, third part: readers and what is known of them. See port.ts for the promises. */
import type { Ban } from '../domain/bans.ts';
import type { CommentStatus, Id, Ms, Reader, ReaderId, SiteId, ThreadId } from '../domain/types.ts';
import type { Effects } from '../domain/effects.ts';
import type { Cut, Slice } from './port-types.ts';

/** What is known of a would-be author, in one read. */
export interface AuthorHistory {
  /** The bans in force that fit the reader, a network, the domain of the address or the name. */
  bans: Ban[];
  /** Comments of the reader in this site by latest status; each counted to 100 at most. */
  published: number;
  rejected: number;
  spam: number;
  /** The reader's latest comments, newest first, at most 60: when they were made and what became of them. */
  recent: { at: Ms; status: CommentStatus }[];
  /** The same normalised text in this site since `sameTextSince`: by this reader, unless taken back, and by how many others. */
  sameTextOwn: number;
  sameTextReaders: number;
  /** Who commented in the thread since `threadSince`, newest first, at most 200 comments. */
  threadRecent: { readerId: ReaderId; at: Ms }[];
  /** What became of other comments of the site that link to these hosts; each counted to 10 at most. */
  hosts: Map<string, HostRecord>;
}

/** Comments that link to a host: how many are public, how many were refused. */
export interface HostRecord {
  published: number;
  refused: number;
}

/** What a ban may fit of somebody. */
export interface BannedAs {
  siteId: SiteId;
  readerId: ReaderId | null;
  networks: string[];
  emailDomain: string | null;
  /** What the author is called; left out: no ban of a word in names fits. */
  name?: string;
  now: Ms;
}

export interface ReaderStore {
  get(ids: ReaderId[]): Promise<Map<ReaderId, Reader>>;
  /** The reader whose token has this hash, or null. */
  byToken(tokenHash: string): Promise<Reader | null>;
  /** Makes a guest with its token; when the token is known, gives the reader it belongs to (`reader` is then ignored). */
  createGuest(reader: Reader, tokenHash: string): Promise<Reader>;
  /** Finds the member by (site, subject) or makes it, takes over its name, and adds a token. */
  signInMember(reader: Reader, tokenHash: string, expiresAt: Ms): Promise<Reader>;
  rename(id: ReaderId, name: string): Promise<Reader>;
  history(
    q: BannedAs & {
      textHash: string;
      sameTextSince: Ms;
      /** Left out: nothing about the thread is given. */
      thread?: { id: ThreadId; since: Ms };
      hosts?: string[];
    },
  ): Promise<AuthorHistory>;
  /** What became of these readers' comments, in one read; each status counted to 100 at most. Readers without any are left out. */
  outcomes(ids: ReaderId[]): Promise<Map<ReaderId, Pick<AuthorHistory, 'published' | 'rejected' | 'spam'>>>;
  /** The bans in force that fit: what `history` gives about them, without the rest. */
  bansFor(q: BannedAs): Promise<Ban[]>;
  ban(ban: Ban, fx: Effects): Promise<Ban>;
  /** Lifts a ban of this site; false when the site has none of this id. */
  unban(siteId: SiteId, id: Id, fx: Effects): Promise<boolean>;
  /** Newest first, ended ones included. */
  bans(q: { siteId: SiteId } & Cut): Promise<Slice<Ban>>;
}
