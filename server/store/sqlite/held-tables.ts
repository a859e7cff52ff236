import type { HeldKind } from '../../domain/enumerations.ts';

/** Where what is held of a reader lies. `$readerId` and `$siteId` say whose it is, `$id` is an id that is nobody's. */
export interface HeldTable {
  table: string;
  /** Which rows are the reader's. */
  where: string;
  /** Distinguishes the rows of one reader, and orders them. */
  key: string;
  /** What is shown of a row, by the names in an export. */
  shown: Readonly<Record<string, string>>;
  /** What becomes of a row when its reader is erased; null: it goes. */
  detached: string | null;
}

/** A kind of thing that is held of readers is a row here, in the other adapter's table, and a word of HELD_KINDS. */
export const HELD_TABLES: { readonly [K in HeldKind]: HeldTable } = {
  identity: {
    table: 'identities',
    where: 'reader_id = $readerId',
    key: "way || ' ' || subject",
    shown: { way: 'way', subject: 'subject', at: 'created_at' },
    detached: null,
  },
  vote: {
    table: 'votes',
    where: 'reader_id = $readerId',
    key: 'comment_id',
    shown: { commentId: 'comment_id', threadId: 'thread_id', value: 'value', at: 'at', network: 'network' },
    // Others see the tally.
    detached: 'reader_id = $id, network = NULL',
  },
  report: {
    table: 'reports',
    where: 'reader_id = $readerId',
    key: 'comment_id',
    shown: { commentId: 'comment_id', reason: 'reason', note: 'note', at: 'at', revision: 'revision', network: 'network' },
    // Moderators decide on others' comments with it.
    detached: "reader_id = $id, network = NULL, note = ''",
  },
  ban: {
    table: 'bans',
    where: "site_id = $siteId AND kind = 'reader' AND value = $readerId",
    key: 'id',
    shown: { mode: 'mode', reason: 'reason', note: 'note', at: 'created_at', until: 'until' },
    detached: "value = $id, note = ''",
  },
  notice: {
    table: 'events',
    where: "channel = 'reader:' || $readerId",
    key: 'id',
    shown: { type: 'type', at: 'at', commentId: "json_extract(data, '$.commentId')" },
    detached: null,
  },
  mail: {
    table: 'mail_followers',
    where: 'reader_id = $readerId',
    key: 'id',
    shown: { status: 'state', emailHash: 'email_hash', at: 'asked_at' },
    detached: null,
  },
  answer: {
    table: 'answers',
    // The plus keeps SQLite from walking all answers of the site.
    where: '+site_id = $siteId AND comment_id IN (SELECT id FROM comments WHERE reader_id = $readerId)',
    key: 'key',
    shown: { status: 'status', at: 'at' },
    detached: null,
  },
};
