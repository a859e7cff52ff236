import { itemsOf } from '../../domain/word-blocks.ts';
import type { WordComment, WordEntry } from '../../domain/words.ts';
import type { BackupData } from '../port-backup.ts';
import { type BackupCollection, type BackupSource, insertAll } from './backup-collection.ts';
import type { WordsDocument, WordsVersionDocument } from './documents.ts';
import type { Models } from './models.ts';
import { type WordsFields, wordsFields, wordsOf } from './packed-words.ts';

type WordsData = BackupData['words'];
type Head = Pick<WordsData, 'siteId' | 'version' | 'isCurrent' | 'saved'>;

const encoder = new TextEncoder();

async function* partsOf(head: Head, fields: WordsFields): AsyncGenerator<WordsData> {
  const { entries, comments } = await wordsOf(fields);
  for (const block of entries) yield { ...head, entries: itemsOf<WordEntry>(block), comments: [], isLast: false };
  for (const block of comments) yield { ...head, entries: [], comments: itemsOf<WordComment>(block), isLast: false };
  yield { ...head, entries: [], comments: [], isLast: true };
}

async function* readAll(source: BackupSource): AsyncGenerator<WordsData> {
  const current = new Map<string, number>();
  for await (const { _id, version } of source.find<WordsDocument>('words', {}, { projection: { version: 1 } })) current.set(_id, version);
  const kept = new Set<string>();
  const sort = { siteId: 1, version: 1 } as const;
  for await (const list of source.find<WordsVersionDocument>('wordVersions', {}, { sort, hint: 'one', batchSize: 1 })) {
    const { siteId, version, size, at, by } = list;
    const isCurrent = current.get(siteId) === version;
    if (isCurrent) kept.add(siteId);
    yield* partsOf({ siteId, version, isCurrent, saved: { size, at, by } }, list);
  }
  for await (const list of source.find<WordsDocument>('words', {}, { batchSize: 1 }))
    if (!kept.has(list._id)) yield* partsOf({ siteId: list._id, version: list.version, isCurrent: true, saved: null }, list);
}

/** Word lists; the parts of one are gathered until its last. */
export function wordsCollection(models: Models): BackupCollection<'words'> {
  let [entries, comments]: [Uint8Array[], Uint8Array[]] = [[], []];

  async function store({ siteId, version, isCurrent, saved }: WordsData): Promise<void> {
    const fields = await wordsFields({ entries, comments });
    if (isCurrent) await insertAll(models, 'words', [{ _id: siteId, version, ...fields, outbox: [] }]);
    if (saved !== null) await insertAll(models, 'wordVersions', [{ siteId, version, ...fields, ...saved }]);
    [entries, comments] = [[], []];
  }

  return {
    collections: ['words', 'wordVersions'],
    read: readAll,
    async write(parts) {
      for (const part of parts) {
        if (part.entries.length > 0) entries.push(encoder.encode(JSON.stringify(part.entries)));
        if (part.comments.length > 0) comments.push(encoder.encode(JSON.stringify(part.comments)));
        if (part.isLast) await store(part);
      }
    },
  };
}
