import type { CommentStore } from '../port-comments.ts';
import * as lists from './comment-lists.ts';
import * as comments from './comment-writes.ts';
import type { Db } from './database.ts';
import type { FileAccess } from './file-access.ts';
import { commentOf, text } from './rows.ts';
import { search, walkComments } from './search.ts';
import * as threads from './threads.ts';
import * as votes from './votes.ts';

function getComments(db: Db, ids: string[]) {
  const rows = db.all('SELECT * FROM comments WHERE id IN (SELECT value FROM json_each($ids))', { ids: JSON.stringify(ids) });
  return new Map(rows.map((row) => [text(row, 'id'), commentOf(row)]));
}

/** @returns comments with their votes and reports. */
export function createCommentStore({ read, writer }: FileAccess): CommentStore {
  return {
    create: (comment, fx, answer, guard) => writer.write('createComment', comment, fx, answer, guard),
    answer: (siteId, key) => read((db) => comments.findAnswer(db, siteId, key)),
    change: (id, expected, patch, fx) => writer.write('changeComment', id, expected, patch, fx),
    get: (ids) => read((db) => getComments(db, ids)),
    revisions: (id) => read((db) => comments.revisionsOf(db, id)),
    conversations: (q) => read((db) => lists.conversations(db, q)),
    tower: (q) => read((db) => lists.tower(db, q)),
    replies: (q) => read((db) => lists.replies(db, q)),
    ownHeld: (threadId, readerId, limit) => read((db) => lists.ownHeld(db, threadId, readerId, limit)),
    byReader: (q) => read((db) => lists.byReader(db, q)),
    search: (q) => read((db) => search(db, q)),
    walk: (q) => read((db) => walkComments(db, q)),
    vote: (id, readerId, value, at, network) => writer.write('vote', id, readerId, value, at, network),
    votesIn: (threadId, readerId, limit) => read((db) => votes.votesIn(db, threadId, readerId, limit)),
    report: (one, weight, network) => writer.write('report', one, weight, network),
    reporterRecord: (readerId) => read((db) => votes.reporterRecord(db, readerId)),
    reports: (ids, withNetworks) => read((db) => votes.reports(db, ids, withNetworks)),
    busiest: (q) => read((db) => threads.busiest(db, q)),
    counts: (siteId, keys) => read((db) => threads.counts(db, siteId, keys)),
  };
}
