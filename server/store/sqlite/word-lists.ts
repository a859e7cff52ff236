import type { SiteStore } from '../port.ts';
import { fromJson, toJson } from '../list-blocks.ts';
import type { Db } from './database.ts';
import * as sites from './sites.ts';
import type { Writer } from './writer-client.ts';

/** Word lists by a reading connection and the writer, to whom they go as text. */
export function createWordLists(
  read: <T>(act: (db: Db) => T) => Promise<T>,
  writer: Pick<Writer, 'act'>,
): Pick<SiteStore, 'words' | 'saveWords' | 'wordsVersion' | 'wordsAt' | 'wordVersions'> {
  return {
    async words(id) {
      const stored = await read((db) => sites.words(db, id));
      if (stored === null) return { version: 0, entries: [], comments: [] };
      return { version: stored.version, ...(await fromJson(stored)) };
    },
    async saveWords(id, expected, { entries, comments }, saved, fx) {
      const list = { entries: await toJson(entries), comments: await toJson(comments), size: entries.length };
      return writer.act('saveWords', id, expected, list, saved, fx);
    },
    wordsVersion: (id) => read((db) => sites.wordsVersion(db, id)),
    async wordsAt(id, version) {
      const stored = await read((db) => sites.wordsAt(db, id, version));
      return stored === null ? null : fromJson(stored);
    },
    wordVersions: (id) => read((db) => sites.wordVersions(db, id)),
  };
}
