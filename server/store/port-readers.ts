/** The storage port, third part: readers and what is known of them. See port.ts for the promises. */
import type { Ban } from '../domain/bans.ts';
import type { JoinStep, KnownIdentity, MemberSignIn, ReaderToken, TokenHolder } from '../domain/members.ts';
import type { RefusedToken } from '../domain/refused-tokens.ts';
import type { AcceptedTerms, CommentStatus, Id, Ms, Reader, ReaderId, SiteId, StaffId, ThreadId, Verified } from '../domain/types.ts';
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
  /** The reader whose token has this hash, with the token; null when it is unknown or has ended. */
  byToken(tokenHash: string): Promise<TokenHolder | null>;
  /** Makes a guest with its token; when the token is known, gives the reader it belongs to (`reader` is then ignored). */
  createGuest(reader: Reader, tokenHash: string): Promise<Reader>;
  /**
   * Finds the member by the identity; else by an address that is vouched for here and there, unless that member is known
   * to the same way as somebody else, and then has the identity too; else makes one. Takes over what the way says
   * (`memberAfter`) unless it is older than what the member has (`factsAt`), and adds the token, the same one once. An address that is vouched for belongs to who proved it last: another
   * member of the site who had it has it no more. However many sign in at once, one identity is one member.
   */
  signInMember(signIn: MemberSignIn): Promise<Reader>;
  /** Stores that it was verified who the holder of a token is; gives the reader, null when the token is unknown or has ended. */
  verify(tokenHash: string, verified: Verified): Promise<Reader | null>;
  /**
   * How many readers of the site are the same person as this one, itself included, by the keyed hash of the person; counted to 100.
   * Who has no such hash is left out.
   */
  penNames(ids: ReaderId[]): Promise<Map<ReaderId, number>>;
  /** Ends a token; false when there is none of this hash. */
  endToken(tokenHash: string): Promise<boolean>;
  /** Ends all tokens of a reader; gives how many. */
  endTokensOf(id: ReaderId): Promise<number>;
  /** A reader's tokens that are in force, the oldest first. */
  tokensOf(id: ReaderId): Promise<ReaderToken[]>;
  /** As whom a member of staff comments: one reader a site at most, by id. */
  staffReaders(staffId: StaffId): Promise<Reader[]>;
  /** By what the reader is known, the oldest first. */
  identitiesOf(id: ReaderId): Promise<KnownIdentity[]>;
  /**
   * Moves a part of what a guest has to a member of the same site: the guest's tokens end at once; comments, votes, reports,
   * bans, identities and what the guest accepted of the site's terms go over, of each at most `limit` in one step. Comments keep the name that they were written under. Where both
   * have voted the member's vote stands, and nobody votes on their own; of two reports of a comment the member's stays.
   * Tallies and counts are right after each step. The same again goes on where the last step ended, and does nothing when all
   * is done. The guest stays as a record that leads to the member (`joinedInto`), so that what arrives late follows by the same call.
   * @throws NotFound when there is no such guest or member, or they are of two sites, or the guest has gone to another member.
   */
  join(from: ReaderId, into: ReaderId, limit: number, at: Ms): Promise<JoinStep>;
  /** Guests who went to a member since then, at most `limit`: what they sent at that moment may have been stored after the join. */
  joinedSince(since: Ms, limit: number): Promise<{ from: ReaderId; into: ReaderId }[]>;
  /**
   * Authors who came with an import and have gone to no member: of this address, or of this id at the system of the file. At
   * most `limit`, by id.
   */
  importedAuthors(q: { siteId: SiteId; emailHash: string | null; sourceId: string | null; limit: number }): Promise<Reader[]>;
  /** Notes a token of a site's sign-on that was refused; of each site the last `MOST_REFUSED` stay. */
  noteRefusedToken(siteId: SiteId, refused: RefusedToken): Promise<void>;
  /** The last ones, newest first. */
  refusedTokens(siteId: SiteId): Promise<RefusedToken[]>;
  rename(id: ReaderId, name: string): Promise<Reader>;
  /** Notes that the reader accepted a version of the site's terms (`withAccepted`). @throws NotFound */
  acceptTerms(id: ReaderId, accepted: AcceptedTerms): Promise<Reader>;
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
