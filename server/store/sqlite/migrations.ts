/** One step of the schema. */
export interface Migration {
  version: number;
  sql: string;
}

const SITES_AND_THREADS = `
CREATE TABLE sites (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, origins TEXT NOT NULL, mode TEXT NOT NULL,
  settings TEXT NOT NULL, revision INTEGER NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE word_lists (
  site_id TEXT PRIMARY KEY, version INTEGER NOT NULL, entries TEXT NOT NULL, comments TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE TABLE word_versions (
  site_id TEXT NOT NULL, version INTEGER NOT NULL, size INTEGER NOT NULL, entries TEXT NOT NULL, comments TEXT NOT NULL DEFAULT '[]',
  at INTEGER NOT NULL, by_id TEXT NOT NULL, by_name TEXT NOT NULL, PRIMARY KEY (site_id, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE models (
  site_id TEXT NOT NULL, name TEXT NOT NULL, revision INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (site_id, name)
) STRICT;
-- set_by_staff lists, in JSON, which of the thread's address and title staff have set.
CREATE TABLE threads (
  id TEXT PRIMARY KEY, site_id TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
  set_by_staff TEXT NOT NULL DEFAULT '[]', closed INTEGER NOT NULL DEFAULT 0, mode TEXT, slow_mode INTEGER NOT NULL DEFAULT 0,
  burst_until INTEGER NOT NULL DEFAULT 0, comment_count INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL, UNIQUE (site_id, key)
) STRICT;
CREATE INDEX threads_newest ON threads (site_id, created_at, id);
-- Keys that threads have had: each leads to one as long as no thread has it for its own key.
CREATE TABLE moved_keys (
  site_id TEXT NOT NULL, key TEXT NOT NULL, thread_id TEXT NOT NULL, PRIMARY KEY (site_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX moved_keys_of_thread ON moved_keys (thread_id, key);
-- A thread that was merged, and into which; is_done when its comments are all there: then the effects are stored. A thread that
-- has another key stands here too, with itself, until its comments have the key.
CREATE TABLE thread_moves (
  id TEXT PRIMARY KEY, into_id TEXT NOT NULL, is_done INTEGER NOT NULL, effects TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_moves_into ON thread_moves (into_id);
CREATE INDEX thread_moves_unfinished ON thread_moves (id) WHERE is_done = 0;
`;

const COMMENTS = `
-- answers_id names the comment that is answered when the answer itself hangs at the bound on depth.
-- imported_up and imported_down are votes that came with an import; all others are rows of votes.
-- folded is the latest text and reported_folded the replaced texts that readers reported, as the search compares them.
CREATE TABLE comments (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, site_id TEXT NOT NULL, thread_id TEXT NOT NULL, thread_key TEXT NOT NULL,
  parent_id TEXT, root_id TEXT NOT NULL, ancestors TEXT NOT NULL, depth INTEGER NOT NULL,
  is_reply INTEGER GENERATED ALWAYS AS (depth > 0) VIRTUAL, answers_id TEXT,
  reader_id TEXT, author TEXT, status TEXT NOT NULL, revision INTEGER NOT NULL, content TEXT,
  published_at INTEGER, published_content TEXT, edited_at INTEGER, removed_from TEXT, reason TEXT, text_hash TEXT NOT NULL,
  up INTEGER NOT NULL DEFAULT 0, down INTEGER NOT NULL DEFAULT 0,
  imported_up INTEGER NOT NULL DEFAULT 0, imported_down INTEGER NOT NULL DEFAULT 0, reply_count INTEGER NOT NULL DEFAULT 0,
  heat INTEGER NOT NULL, pinned INTEGER NOT NULL, featured INTEGER NOT NULL, findings TEXT NOT NULL, last_decision TEXT,
  decided_at INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, listed INTEGER NOT NULL,
  review TEXT, review_state TEXT, review_kinds TEXT, review_reasons TEXT, escalated INTEGER NOT NULL DEFAULT 0,
  priority REAL, opened_at INTEGER, cluster TEXT, claim_by TEXT, claim_name TEXT, claim_until INTEGER,
  folded TEXT NOT NULL, reported_folded TEXT NOT NULL DEFAULT ''
) STRICT;
-- Top-level comments and answers lie in one index, one after the other: a list of both merges the two.
CREATE INDEX comments_listed_by_time ON comments (thread_id, pinned, is_reply, created_at, id) WHERE listed = 1;
CREATE INDEX comments_listed_by_heat ON comments (thread_id, pinned, is_reply, heat, id) WHERE listed = 1;
CREATE INDEX comments_below_root ON comments (root_id, created_at, id) WHERE listed = 1 AND depth > 0;
CREATE INDEX comments_below_parent ON comments (parent_id, created_at, id) WHERE listed = 1 AND depth > 0;
-- These three have more columns than they are searched by: SQLite answers what every post asks about its thread and its
-- author from the index alone.
CREATE INDEX comments_of_thread ON comments (thread_id, created_at, id, reader_id);
CREATE INDEX comments_of_reader ON comments (reader_id, created_at, id, site_id, status);
CREATE INDEX comments_of_reader_by_status ON comments (reader_id, status, site_id);
CREATE INDEX comments_same_text ON comments (site_id, text_hash, created_at);
CREATE INDEX comments_newest ON comments (created_at, id);
CREATE INDEX comments_newest_of_site ON comments (site_id, created_at, id);
CREATE INDEX comments_newest_by_status ON comments (status, created_at, id);
-- Of those whose text was deleted after its time none is in it: retention does not read them again.
CREATE INDEX comments_with_hidden_text ON comments (status, created_at) WHERE published_at IS NULL AND content IS NOT NULL;
CREATE INDEX comments_newest_of_site_by_status ON comments (site_id, status, created_at, id);
CREATE VIRTUAL TABLE comment_grams USING fts5 (grams, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61 remove_diacritics 0');
CREATE TABLE comment_hosts (
  comment_id TEXT NOT NULL, host TEXT NOT NULL, site_id TEXT NOT NULL, PRIMARY KEY (comment_id, host)
) STRICT, WITHOUT ROWID;
CREATE INDEX comments_by_host ON comment_hosts (site_id, host, comment_id);
-- text is the plain text where it differs from the body.
CREATE TABLE revisions (
  comment_id TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL, text TEXT, at INTEGER NOT NULL, PRIMARY KEY (comment_id, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX revisions_by_age ON revisions (at);
`;

const QUEUE = `
CREATE INDEX cases_by_priority ON comments (priority DESC, opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_by_time ON comments (opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_of_site_by_priority ON comments (site_id, priority DESC, opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_of_site_by_time ON comments (site_id, opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_of_thread_by_priority ON comments (thread_id, priority DESC, opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_of_thread_by_time ON comments (thread_id, opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_of_reader_by_priority ON comments (reader_id, priority DESC, opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_of_reader_by_time ON comments (reader_id, opened_at, id) WHERE review_state = 'open';
CREATE INDEX cases_of_cluster ON comments (cluster, opened_at, id) WHERE cluster IS NOT NULL AND review_state = 'open';
-- SQLite counts the queue from this index alone, whatever the filter.
CREATE INDEX cases_to_count ON comments (site_id, review_reasons, review_kinds, status, escalated, folded, reported_folded)
  WHERE review_state = 'open';
CREATE INDEX claims_of_staff ON comments (claim_by) WHERE claim_by IS NOT NULL;
`;

const VOTES_AND_REPORTS = `
CREATE TABLE votes (
  comment_id TEXT NOT NULL, reader_id TEXT NOT NULL, thread_id TEXT NOT NULL, value INTEGER NOT NULL, at INTEGER NOT NULL,
  network TEXT, counted INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (comment_id, reader_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX votes_of_reader ON votes (reader_id, thread_id, at);
CREATE INDEX votes_with_network ON votes (at) WHERE network IS NOT NULL;
-- Votes of one network on a comment are counted once.
CREATE UNIQUE INDEX votes_by_network ON votes (comment_id, network) WHERE network IS NOT NULL AND counted = 1;
-- A report names the revision it was made on, so that its text is found even when an edit has replaced it. Reports of one
-- network weigh as the heaviest of them.
CREATE TABLE reports (
  comment_id TEXT NOT NULL, reader_id TEXT NOT NULL, reason TEXT NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL,
  revision INTEGER NOT NULL DEFAULT 1, weight REAL NOT NULL DEFAULT 1, network TEXT, PRIMARY KEY (comment_id, reader_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reports_of_reader ON reports (reader_id, at);
CREATE INDEX reports_with_network ON reports (at) WHERE network IS NOT NULL;
CREATE TABLE answers (
  site_id TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
  at INTEGER NOT NULL, comment_id TEXT NOT NULL,
  PRIMARY KEY (site_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_by_age ON answers (at);
CREATE INDEX answers_of_comment ON answers (comment_id);
`;

const PEOPLE = `
-- facts_at is when the sign-on last said what it says of a member. A guest whose comments went to a member leads there by joined_into; source_id is what the system of an import knew its author by.
CREATE TABLE readers (
  id TEXT PRIMARY KEY, site_id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, email_hash TEXT, email TEXT,
  email_verified INTEGER NOT NULL DEFAULT 0, avatar TEXT, url TEXT, badge TEXT, verified TEXT,
  is_minor INTEGER NOT NULL DEFAULT 0, accepted_terms TEXT NOT NULL DEFAULT '[]',
  created_at INTEGER NOT NULL, import_id TEXT, source TEXT, joined_into TEXT, joined_at INTEGER, facts_at INTEGER,
  source_id TEXT GENERATED ALWAYS AS (CASE WHEN source ->> '$.kind' = 'id' THEN source ->> '$.name' END) VIRTUAL
) STRICT;
CREATE INDEX readers_of_import ON readers (import_id, id) WHERE import_id IS NOT NULL;
CREATE INDEX readers_of_import_by_address ON readers (site_id, email_hash, id) WHERE import_id IS NOT NULL AND joined_into IS NULL;
CREATE INDEX readers_of_import_by_source ON readers (site_id, source_id, id) WHERE import_id IS NOT NULL AND joined_into IS NULL;
CREATE INDEX readers_joined ON readers (joined_at, id) WHERE joined_into IS NOT NULL;
CREATE INDEX readers_joined_into ON readers (joined_into) WHERE joined_into IS NOT NULL;
-- One person behind several pen names.
CREATE INDEX readers_of_person ON readers (site_id, verified ->> '$.person') WHERE verified IS NOT NULL AND joined_into IS NULL;
-- An address that is vouched for is one member's.
CREATE UNIQUE INDEX members_by_address ON readers (site_id, email_hash) WHERE email_verified = 1;
-- By what members are known, and to whom.
CREATE TABLE identities (
  site_id TEXT NOT NULL, way TEXT NOT NULL, subject TEXT NOT NULL, reader_id TEXT NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (site_id, way, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_of_reader ON identities (reader_id, created_at);
CREATE INDEX readers_of_staff ON identities (subject, reader_id) WHERE way = 'staff';
-- author_of lists, in JSON, the keys of the threads that the person is the author of.
CREATE TABLE reader_tokens (
  token_hash TEXT PRIMARY KEY, reader_id TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER, way TEXT NOT NULL,
  author_of TEXT NOT NULL DEFAULT '[]'
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_of_reader ON reader_tokens (reader_id, created_at);
-- The last refused tokens of a site's sign-on, as a list in JSON.
CREATE TABLE refused_tokens (site_id TEXT PRIMARY KEY, tokens TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- Readers who were erased, by a hash of their id: a backup of before is erased again when it is restored.
CREATE TABLE erasures (mark TEXT PRIMARY KEY, comments TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE bans (
  id TEXT PRIMARY KEY, site_id TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, mode TEXT NOT NULL, reason TEXT,
  note TEXT NOT NULL, by TEXT NOT NULL, created_at INTEGER NOT NULL, until INTEGER
) STRICT;
CREATE INDEX bans_of_site ON bans (site_id, created_at, id);
CREATE INDEX bans_by_value ON bans (site_id, kind, value);
-- grants is a list in JSON: each is a role for a site, or (*) for all.
CREATE TABLE staff (
  id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, grants TEXT NOT NULL DEFAULT '[]',
  password_hash TEXT NOT NULL, disabled INTEGER NOT NULL, created_at INTEGER NOT NULL, invitation_hash TEXT, invitation_until INTEGER,
  second_factor TEXT, passkeys TEXT NOT NULL DEFAULT '[]', identity TEXT
) STRICT;
CREATE UNIQUE INDEX staff_of_identity ON staff (identity) WHERE identity IS NOT NULL;
CREATE UNIQUE INDEX staff_of_invitation ON staff (invitation_hash) WHERE invitation_hash IS NOT NULL;
CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY, staff_id TEXT NOT NULL, created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  confirmed_at INTEGER NOT NULL, network TEXT NOT NULL, browser TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_staff ON sessions (staff_id);
CREATE INDEX sessions_by_age ON sessions (expires_at);
CREATE TABLE api_tokens (
  id TEXT PRIMARY KEY, staff_id TEXT NOT NULL, name TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL, used_at INTEGER
) STRICT;
CREATE INDEX api_tokens_of_staff ON api_tokens (staff_id, created_at);
-- Networks from which somebody has signed in before are not locked out by the guesses of others.
CREATE TABLE sign_in_networks (
  account TEXT NOT NULL, network TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (account, network)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_networks_by_end ON sign_in_networks (until);
CREATE TABLE one_time (
  key TEXT PRIMARY KEY, value TEXT NOT NULL, tries INTEGER NOT NULL, expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX one_time_by_end ON one_time (expires_at);
-- Readers who asked for mail. pending, sending, sent_at, left_threads and left_kinds are JSON.
CREATE TABLE mail_followers (
  id TEXT PRIMARY KEY, site_id TEXT NOT NULL, reader_id TEXT NOT NULL UNIQUE, email_hash TEXT NOT NULL, email TEXT NOT NULL,
  lang TEXT NOT NULL, state TEXT NOT NULL, asked_at INTEGER NOT NULL, confirmed_at INTEGER, left_threads TEXT NOT NULL,
  left_kinds TEXT NOT NULL, pending TEXT NOT NULL, sending TEXT, sent_at TEXT NOT NULL, due_at INTEGER, revision INTEGER NOT NULL
) STRICT;
CREATE INDEX mail_followers_at_address ON mail_followers (site_id, email_hash, id);
CREATE INDEX mail_followers_due ON mail_followers (due_at, id) WHERE due_at IS NOT NULL;
`;

const LOGS = `
-- An event has a position in the whole log besides its number in its channel.
CREATE TABLE events (
  position INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL, site_id TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL, UNIQUE (channel, seq)
) STRICT;
CREATE INDEX events_by_age ON events (at);
-- A subscription remembers how far it has read, and in deferred_events what it has to try again.
CREATE TABLE subscriptions (
  name TEXT PRIMARY KEY, position INTEGER NOT NULL, holder TEXT, leased_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE deferred_events (
  subscription TEXT NOT NULL, position INTEGER NOT NULL, event TEXT NOT NULL, attempts INTEGER NOT NULL, due_at INTEGER NOT NULL,
  error TEXT NOT NULL, parked_at INTEGER, PRIMARY KEY (subscription, position)
) STRICT, WITHOUT ROWID;
-- secrets is a list in JSON, each encrypted. One process sends to a webhook at a time.
CREATE TABLE webhooks (
  id TEXT PRIMARY KEY, site_id TEXT NOT NULL, url TEXT NOT NULL, name TEXT NOT NULL, types TEXT NOT NULL, secrets TEXT NOT NULL,
  enabled INTEGER NOT NULL, failing_since INTEGER, ended TEXT, created_at INTEGER NOT NULL, holder TEXT,
  leased_until INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX webhooks_of_site ON webhooks (site_id, id);
CREATE TABLE webhook_deliveries (
  id TEXT PRIMARY KEY, site_id TEXT NOT NULL, webhook_id TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL, facts TEXT NOT NULL,
  sequence TEXT NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, due_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL, started_at INTEGER NOT NULL, last TEXT
) STRICT;
CREATE INDEX deliveries_in_order ON webhook_deliveries (webhook_id, sequence, position) WHERE state = 'waiting';
CREATE INDEX deliveries_of_site ON webhook_deliveries (site_id, created_at, id);
CREATE INDEX deliveries_of_webhook ON webhook_deliveries (webhook_id, state);
CREATE INDEX deliveries_by_state ON webhook_deliveries (state) WHERE state <> 'delivered';
CREATE INDEX deliveries_by_age ON webhook_deliveries (started_at);
CREATE TABLE audit (
  id TEXT PRIMARY KEY, site_id TEXT, at INTEGER NOT NULL, by TEXT NOT NULL, by_name TEXT NOT NULL, action TEXT NOT NULL,
  subject TEXT NOT NULL, reason TEXT, note TEXT NOT NULL, request_id TEXT, data TEXT NOT NULL, seq INTEGER, hash TEXT
) STRICT;
CREATE INDEX audit_newest ON audit (at, id);
CREATE INDEX audit_of_site ON audit (site_id, at, id);
CREATE INDEX audit_of_subject ON audit (subject, at, id);
CREATE INDEX audit_of_staff ON audit (by, at, id);
CREATE UNIQUE INDEX audit_chain ON audit (seq) WHERE seq IS NOT NULL;
CREATE TABLE jobs (
  id TEXT PRIMARY KEY, site_id TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, input TEXT NOT NULL, done INTEGER NOT NULL,
  total INTEGER NOT NULL, result TEXT, place TEXT, by TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  worker TEXT, leased_until INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX jobs_of_site ON jobs (site_id, created_at, id);
CREATE INDEX jobs_open ON jobs (created_at, id) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_of_joins ON jobs (updated_at) WHERE kind = 'join' AND state IN ('done', 'failed');
CREATE TABLE imports (
  id TEXT PRIMARY KEY, site_id TEXT NOT NULL, state TEXT NOT NULL, format TEXT, files TEXT NOT NULL, options TEXT NOT NULL, report TEXT,
  inserted INTEGER NOT NULL, updated INTEGER NOT NULL, known INTEGER NOT NULL, left INTEGER NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL, failure TEXT, by TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX imports_of_site ON imports (site_id, created_at, id);
-- Where a comment came from, and how it was then; a row may stand here before its comment does.
CREATE TABLE imported_comments (
  comment_id TEXT PRIMARY KEY, import_id TEXT NOT NULL, thread_id TEXT NOT NULL, fingerprint TEXT NOT NULL, revision INTEGER NOT NULL,
  status TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_comments_of_import ON imported_comments (import_id, thread_id, comment_id);
-- What the program keeps about the store itself, such as a value by which it recognises its secret.
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** The schema, step by step; a step that has been released is never changed, a later version adds one. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, sql: [SITES_AND_THREADS, COMMENTS, QUEUE, VOTES_AND_REPORTS, PEOPLE, LOGS].join('') },
];
