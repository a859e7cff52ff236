import { heatOf } from '../../domain/heat.ts';
import type { CommentData } from '../port-backup.ts';
import { type BackupCollection, insertAll } from './backup-collection.ts';
import { commentDocument } from './comment-fields.ts';
import type { MongoContext } from './context.ts';
import { type CommentDocument, toComment } from './documents.ts';
import { createReasons } from './reasons.ts';
import { NOT_INDEXED, writeBlocks } from './search-blocks.ts';

/** So many comments make a block of their own, by which their texts are found; fewer wait for others. */
const ENOUGH = 200;

/** What follows from the rest, or is of no use after a restore. */
const WITHOUT = { grams: 0, position: 0, backlog: 0, hosts: 0, folded: 0, reported: 0, queueTags: 0, answer: 0, guards: 0, outbox: 0 };

function dataOf(document: CommentDocument): CommentData {
  const { heat, ...comment } = toComment(document);
  const { ancestors, imported, textRevision, textAt, revisions: formerTexts } = document;
  return { ...comment, ancestors, imported, textRevision, textAt, formerTexts };
}

function documentOf({ votes, replyCount, imported, textRevision, textAt, formerTexts, ...comment }: CommentData): CommentDocument {
  const document = commentDocument(comment, votes, []);
  return {
    ...document,
    imported,
    replyCount,
    heat: heatOf(comment.createdAt, votes, replyCount),
    listed: document.public || replyCount > 0,
    textRevision,
    textAt,
    revisions: formerTexts,
  };
}

export function commentCollection({ models }: MongoContext): BackupCollection<'comment'> {
  const reasons = createReasons(models);

  async function giveBlocks(documents: readonly CommentDocument[]): Promise<void> {
    for (const [siteId, own] of Map.groupBy(documents, (document) => document.siteId)) {
      if (own.length < ENOUGH) continue;
      const positions = await writeBlocks(models, siteId, own);
      for (const [i, document] of own.entries()) document.position = positions[i] ?? NOT_INDEXED;
    }
  }

  return {
    collections: ['comments'],
    async *read(source) {
      const all = source.find<CommentDocument>('comments', {}, { sort: { _id: 1 }, projection: WITHOUT });
      for await (const document of all) yield dataOf(document);
    },
    async write(records) {
      const documents = records.map(documentOf);
      await reasons.note({ reasons: [...new Set(records.flatMap(({ review }) => review?.reasons ?? []))] });
      await giveBlocks(documents);
      await insertAll(models, 'comments', documents);
    },
  };
}
