import type { Comment, Id, Ms, Reader, Site, Thread } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import type { NameField } from '../people/clean-name.ts';
import type { ComposedGuest } from '../people/guest.ts';
import type { ScreeningInput, ScreeningResult, SimilarTexts } from '../moderation/screening.ts';

/** What the readers' use cases need of the world. */
export interface CommentDeps {
  store: Pick<Store, 'comments' | 'threads' | 'readers'>;
  /** The thread of a key as it was at most a second ago; null where there is none yet. */
  findThread: (siteId: string, key: string) => Promise<Thread | null>;
  screen: (text: ScreeningInput) => Promise<ScreeningResult>;
  /** A guest with a token; nothing is stored. */
  composeGuest: (guest: {
    siteId: string;
    name: string;
    nameField?: NameField;
    email?: string | undefined;
    seed?: string | undefined;
  }) => Promise<ComposedGuest>;
  /** Stores the guest. */
  keepGuest: (guest: ComposedGuest) => Promise<Reader>;
  cleanName: (name: string, field?: NameField) => string;
  /** Keyed hash of a normalised text, for duplicates. */
  hashText: (text: string) => string;
  /** Where an address is, as it is shown. */
  regionOf: (address: string | null) => Promise<string>;
  now: () => Ms;
  newId: () => Id;
  /** Rate limits, time trap: off only for load tests on the loopback. */
  limitsOn: boolean;
  /** How much work this comment costs; 0: none. */
  puzzleBits: (risk: { site: Site; thread: Thread; history: ScreeningInput['history'] }) => number;
  puzzles: {
    issue: (siteId: string, bits: number) => string;
    accepts: (siteId: string, bits: number, answer: { challenge: string; nonce: string }) => boolean;
  };
  /** Earlier texts, their authors and threads: one reader's copies are refused, those of many readers are gathered. */
  campaigns: {
    look: (text: string, origin: { siteId: string; threadId: Id; readerId: Id | null }) => SimilarTexts;
    remember: (comment: Pick<Comment, 'id' | 'siteId' | 'threadId' | 'status' | 'content' | 'author'>) => void;
  };
  /** Logs what failed beside a comment that is stored. */
  onError: (error: unknown) => void;
}
