import type { Db } from './database.ts';
import { findByReported } from './reported-texts.ts';
import { text } from './rows.ts';

/** One step of the schema. */
export interface Migration {
  version: number;
  sql: string;
  /** What SQL alone cannot fill in. */
  fill?: (db: Db) => void;
}

/** The schema, step by step; a step that has been released is never changed. */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    sql: `
CREATE TABLE sites (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, origins TEXT NOT NULL, mode TEXT NOT NULL,
  settings TEXT NOT NULL, revision INTEGER NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE word_lists (site_id TEXT PRIMARY KEY, version INTEGER NOT NULL, entries TEXT NOT NULL) STRICT;
CREATE TABLE threads (
  id TEXT PRIMARY KEY, site_id TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
  closed INTEGER NOT NULL DEFAULT 0, mode TEXT, slow_mode INTEGER NOT NULL DEFAULT 0,
  comment_count INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL DEFAULT 1, created_at INTEGER NOT NULL,
  UNIQUE (site_id, key)
) STRICT;
CREATE INDEX threads_newest ON threads (site_id, created_at, id);
CREATE TABLE comments (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, site_id TEXT NOT NULL, thread_id TEXT NOT NULL, thread_key TEXT NOT NULL,
  parent_id TEXT, root_id TEXT NOT NULL, ancestors TEXT NOT NULL, depth INTEGER NOT NULL,
  reader_id TEXT, author TEXT, status TEXT NOT NULL, revision INTEGER NOT NULL, content TEXT,
  published_at INTEGER, published_content TEXT, edited_at INTEGER, removed_from TEXT, reason TEXT, text_hash TEXT NOT NULL,
  up INTEGER NOT NULL DEFAULT 0, down INTEGER NOT NULL DEFAULT 0, reply_count INTEGER NOT NULL DEFAULT 0,
  heat INTEGER NOT NULL, pinned INTEGER NOT NULL, featured INTEGER NOT NULL, findings TEXT NOT NULL, last_decision TEXT,
  decided_at INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, listed INTEGER NOT NULL,
  review TEXT, review_state TEXT, review_kinds TEXT, review_reasons TEXT, escalated INTEGER NOT NULL DEFAULT 0,
  priority REAL, opened_at INTEGER, claim_by TEXT, claim_name TEXT, claim_until INTEGER, folded TEXT NOT NULL
) STRICT;
CREATE INDEX comments_roots_by_time ON comments (thread_id, pinned, created_at, id) WHERE listed = 1 AND depth = 0;
CREATE INDEX comments_roots_by_heat ON comments (thread_id, pinned, heat, id) WHERE listed = 1 AND depth = 0;
CREATE INDEX comments_tower_by_time ON comments (thread_id, pinned, created_at, id) WHERE listed = 1;
CREATE INDEX comments_tower_by_heat ON comments (thread_id, pinned, heat, id) WHERE listed = 1;
CREATE INDEX comments_below_root ON comments (root_id, created_at, id) WHERE listed = 1 AND depth > 0;
CREATE INDEX comments_below_parent ON comments (parent_id, created_at, id) WHERE listed = 1 AND depth > 0;
CREATE INDEX comments_of_reader ON comments (reader_id, created_at, id);
CREATE INDEX comments_of_reader_by_status ON comments (reader_id, status);
CREATE INDEX comments_of_thread ON comments (thread_id, created_at, id);
CREATE INDEX comments_same_text ON comments (site_id, text_hash, created_at);
CREATE INDEX comments_newest ON comments (created_at, id);
CREATE INDEX comments_newest_of_site ON comments (site_id, created_at, id);
CREATE INDEX comments_newest_by_status ON comments (status, created_at, id);
CREATE INDEX comments_newest_of_site_by_status ON comments (site_id, status, created_at, id);
CREATE INDEX cases_by_priority ON comments (priority DESC, opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_of_site_by_priority ON comments (site_id, priority DESC, opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_by_time ON comments (opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_of_site_by_time ON comments (site_id, opened_at, id) WHERE review_state = 'open';
CREATE INDEX claims_of_staff ON comments (claim_by) WHERE claim_by IS NOT NULL;
CREATE VIRTUAL TABLE comment_grams USING fts5 (grams, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61 remove_diacritics 0');
CREATE TABLE revisions (
  comment_id TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (comment_id, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE votes (
  comment_id TEXT NOT NULL, reader_id TEXT NOT NULL, thread_id TEXT NOT NULL, value INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (comment_id, reader_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX votes_of_reader ON votes (reader_id, thread_id, at);
CREATE TABLE reports (
  comment_id TEXT NOT NULL, reader_id TEXT NOT NULL, reason TEXT NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (comment_id, reader_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE answers (
  site_id TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY (site_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_by_age ON answers (at);
CREATE TABLE readers (
  id TEXT PRIMARY KEY, site_id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, email_hash TEXT, email TEXT,
  subject TEXT, created_at INTEGER NOT NULL, UNIQUE (site_id, subject)
) STRICT;
CREATE TABLE reader_tokens (token_hash TEXT PRIMARY KEY, reader_id TEXT NOT NULL, expires_at INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE bans (
  id TEXT PRIMARY KEY, site_id TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, mode TEXT NOT NULL, reason TEXT,
  note TEXT NOT NULL, by TEXT NOT NULL, created_at INTEGER NOT NULL, until INTEGER
) STRICT;
CREATE INDEX bans_of_site ON bans (site_id, created_at, id);
CREATE INDEX bans_by_value ON bans (site_id, kind, value);
CREATE TABLE staff (
  id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL, site_ids TEXT,
  password_hash TEXT NOT NULL, disabled INTEGER NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY, staff_id TEXT NOT NULL, created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_staff ON sessions (staff_id);
CREATE INDEX sessions_by_age ON sessions (expires_at);
CREATE TABLE api_tokens (
  id TEXT PRIMARY KEY, staff_id TEXT NOT NULL, name TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL, used_at INTEGER
) STRICT;
CREATE INDEX api_tokens_of_staff ON api_tokens (staff_id, created_at);
CREATE TABLE events (
  channel TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, site_id TEXT NOT NULL,
  at INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (channel, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_age ON events (at);
CREATE TABLE outbox (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, channel TEXT NOT NULL, seq INTEGER NOT NULL, leased_until INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE audit (
  id TEXT PRIMARY KEY, site_id TEXT, at INTEGER NOT NULL, by TEXT NOT NULL, by_name TEXT NOT NULL, action TEXT NOT NULL,
  subject TEXT NOT NULL, reason TEXT, note TEXT NOT NULL, request_id TEXT, data TEXT NOT NULL
) STRICT;
CREATE INDEX audit_newest ON audit (at, id);
CREATE INDEX audit_of_site ON audit (site_id, at, id);
CREATE INDEX audit_of_subject ON audit (subject, at, id);
CREATE INDEX audit_of_staff ON audit (by, at, id);
`,
  },
  {
    version: 2,
    sql: `
ALTER TABLE comments ADD COLUMN cluster TEXT;
CREATE INDEX cases_of_cluster ON comments (cluster, opened_at, id) WHERE cluster IS NOT NULL AND review_state = 'open';
ALTER TABLE threads ADD COLUMN burst_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reports ADD COLUMN weight REAL NOT NULL DEFAULT 1;
CREATE INDEX reports_of_reader ON reports (reader_id, at);
ALTER TABLE audit ADD COLUMN seq INTEGER;
ALTER TABLE audit ADD COLUMN hash TEXT;
CREATE UNIQUE INDEX audit_chain ON audit (seq) WHERE seq IS NOT NULL;
CREATE TABLE comment_hosts (
  comment_id TEXT NOT NULL, host TEXT NOT NULL, site_id TEXT NOT NULL, PRIMARY KEY (comment_id, host)
) STRICT, WITHOUT ROWID;
CREATE INDEX comments_by_host ON comment_hosts (site_id, host, comment_id);
CREATE TABLE word_versions (
  site_id TEXT NOT NULL, version INTEGER NOT NULL, size INTEGER NOT NULL, entries TEXT NOT NULL, PRIMARY KEY (site_id, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE models (
  site_id TEXT NOT NULL, name TEXT NOT NULL, revision INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (site_id, name)
) STRICT;
CREATE TABLE jobs (
  id TEXT PRIMARY KEY, site_id TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, input TEXT NOT NULL, done INTEGER NOT NULL,
  total INTEGER NOT NULL, result TEXT, by TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  worker TEXT, leased_until INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX jobs_of_site ON jobs (site_id, created_at, id);
CREATE INDEX jobs_open ON jobs (created_at, id) WHERE state IN ('waiting', 'running');
`,
  },
  {
    version: 3,
    sql: `
ALTER TABLE outbox ADD COLUMN holder TEXT;
CREATE INDEX cases_of_thread_by_priority ON comments (thread_id, priority DESC, opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_of_thread_by_time ON comments (thread_id, opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_of_reader_by_priority ON comments (reader_id, priority DESC, opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_of_reader_by_time ON comments (reader_id, opened_at, id) WHERE review_state = 'open';
ALTER TABLE comments ADD COLUMN imported_up INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN imported_down INTEGER NOT NULL DEFAULT 0;
UPDATE comments SET
  imported_up = max(0, up - (SELECT count(*) FROM votes WHERE comment_id = comments.id AND value = 1)),
  imported_down = max(0, down - (SELECT count(*) FROM votes WHERE comment_id = comments.id AND value = -1))
WHERE up > 0 OR down > 0;
`,
  },
  {
    // What every post asks of its thread and its author is answered by the index alone.
    version: 4,
    sql: `
DROP INDEX comments_of_thread;
CREATE INDEX comments_of_thread ON comments (thread_id, created_at, id, reader_id);
DROP INDEX comments_of_reader;
CREATE INDEX comments_of_reader ON comments (reader_id, created_at, id, site_id, status);
DROP INDEX comments_of_reader_by_status;
CREATE INDEX comments_of_reader_by_status ON comments (reader_id, status, site_id);
`,
  },
  {
    // The queue is counted by the index alone, whatever the filter.
    version: 5,
    sql: `
CREATE INDEX cases_to_count ON comments (site_id, review_reasons, review_kinds, status, escalated, folded) WHERE review_state = 'open';
`,
  },
  {
    // Top-level comments and answers lie in one index, one after the other: a list of both merges the two.
    version: 6,
    sql: `
ALTER TABLE comments ADD COLUMN is_reply INTEGER GENERATED ALWAYS AS (depth > 0) VIRTUAL;
CREATE INDEX comments_listed_by_time ON comments (thread_id, pinned, is_reply, created_at, id) WHERE listed = 1;
CREATE INDEX comments_listed_by_heat ON comments (thread_id, pinned, is_reply, heat, id) WHERE listed = 1;
DROP INDEX comments_roots_by_time;
DROP INDEX comments_roots_by_heat;
DROP INDEX comments_tower_by_time;
DROP INDEX comments_tower_by_heat;
`,
  },
  {
    // What the program keeps of the store itself, such as a value by which it knows its secret again.
    version: 7,
    sql: 'CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;',
  },
  {
    // Whom a comment answers that hangs at the bound on depth.
    version: 8,
    sql: 'ALTER TABLE comments ADD COLUMN answers_id TEXT;',
  },
  {
    // A report names the text it was made on, which is found even when an edit has replaced it. Word lists keep their
    // remarks, and who saved them. Networks from which somebody has signed in before are not kept out by others' guesses.
    version: 9,
    sql: `
ALTER TABLE revisions ADD COLUMN text TEXT;
ALTER TABLE reports ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
UPDATE reports SET revision =
  coalesce((SELECT max(revision) FROM revisions WHERE revisions.comment_id = reports.comment_id AND revisions.at <= reports.at), 1);
ALTER TABLE comments ADD COLUMN reported_folded TEXT NOT NULL DEFAULT '';
DROP INDEX cases_to_count;
CREATE INDEX cases_to_count ON comments (site_id, review_reasons, review_kinds, status, escalated, folded, reported_folded)
  WHERE review_state = 'open';
ALTER TABLE word_lists ADD COLUMN comments TEXT NOT NULL DEFAULT '[]';
ALTER TABLE word_versions ADD COLUMN comments TEXT NOT NULL DEFAULT '[]';
ALTER TABLE word_versions ADD COLUMN at INTEGER;
ALTER TABLE word_versions ADD COLUMN by_id TEXT;
ALTER TABLE word_versions ADD COLUMN by_name TEXT;
CREATE TABLE sign_in_networks (
  account TEXT NOT NULL, network TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (account, network)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_networks_by_end ON sign_in_networks (until);
`,
    fill(db) {
      for (const row of db.all('SELECT DISTINCT comment_id FROM reports')) findByReported(db, text(row, 'comment_id'));
    },
  },
  {
    // Votes of one network on a comment are counted once, and reports of one network weigh as the heaviest of them.
    version: 10,
    sql: `
ALTER TABLE votes ADD COLUMN network TEXT;
ALTER TABLE votes ADD COLUMN counted INTEGER NOT NULL DEFAULT 1;
CREATE UNIQUE INDEX votes_by_network ON votes (comment_id, network) WHERE network IS NOT NULL AND counted = 1;
ALTER TABLE reports ADD COLUMN network TEXT;
`,
  },
  {
    // Which of a thread's address and title staff have set: a list in JSON.
    version: 11,
    sql: "ALTER TABLE threads ADD COLUMN set_by_staff TEXT NOT NULL DEFAULT '[]';",
  },
  {
    // Staff have grants, a list in JSON: a role for a site, or (`*`) for all. Before, one role for all sites or for some.
    version: 12,
    sql: `
ALTER TABLE staff ADD COLUMN grants TEXT NOT NULL DEFAULT '[]';
UPDATE staff SET grants = CASE
  WHEN site_ids IS NULL THEN json_array(json_object('role', role, 'site', '*'))
  ELSE (SELECT json_group_array(json_object('role', staff.role, 'site', value)) FROM json_each(staff.site_ids))
END;
ALTER TABLE staff DROP COLUMN role;
ALTER TABLE staff DROP COLUMN site_ids;
`,
  },
  {
    // Events have a position in the whole log; each subscription remembers how far it has read, and what it has to try again.
    version: 13,
    sql: `
CREATE TABLE placed_events (
  position INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL, site_id TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL, UNIQUE (channel, seq)
) STRICT;
INSERT INTO placed_events (channel, seq, id, type, site_id, at, data)
  SELECT channel, seq, id, type, site_id, at, data FROM events ORDER BY at, id;
DROP TABLE events;
ALTER TABLE placed_events RENAME TO events;
CREATE INDEX events_by_age ON events (at);
DROP TABLE outbox;
CREATE TABLE subscriptions (
  name TEXT PRIMARY KEY, position INTEGER NOT NULL, holder TEXT, leased_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE deferred_events (
  subscription TEXT NOT NULL, position INTEGER NOT NULL, event TEXT NOT NULL, attempts INTEGER NOT NULL, due_at INTEGER NOT NULL,
  error TEXT NOT NULL, parked_at INTEGER, PRIMARY KEY (subscription, position)
) STRICT, WITHOUT ROWID;
`,
  },
];
