import type { SiteStore } from '../port-sites.ts';
import { cutComments, cutEntries, joined } from '../list-blocks.ts';
import type { FileAccess } from './file-access.ts';
import * as sites from './sites.ts';

const blocksOf = ({ entries, comments }: sites.StoredWords) => ({ entries: cutEntries(entries), comments: cutComments(comments) });

/** Word lists by a reading connection and the writer; as bytes, which nobody makes text or objects of on the way. */
export function createWordLists({
  read,
  writer,
}: FileAccess): Pick<SiteStore, 'words' | 'saveWords' | 'wordsVersion' | 'wordsAt' | 'wordVersions'> {
  return {
    async words(id) {
      const stored = await read((db) => sites.words(db, id));
      return stored === null ? { version: 0, entries: [], comments: [] } : { version: stored.version, ...blocksOf(stored) };
    },
    async saveWords(id, expected, { entries, comments, size }, saved, fx) {
      return writer.write('saveWords', id, expected, { entries: joined(entries), comments: joined(comments), size }, saved, fx);
    },
    wordsVersion: (id) => read((db) => sites.wordsVersion(db, id)),
    async wordsAt(id, version) {
      const stored = await read((db) => sites.wordsAt(db, id, version));
      return stored === null ? null : blocksOf(stored);
    },
    wordVersions: (id) => read((db) => sites.wordVersions(db, id)),
  };
}
