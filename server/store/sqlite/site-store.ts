import type { SiteStore } from '../port-sites.ts';
import type { FileAccess } from './file-access.ts';
import * as sites from './sites.ts';
import { createWordLists } from './word-lists.ts';

/** @returns the embedding sites and their word lists. */
export function createSiteStore(file: FileAccess): SiteStore {
  return {
    get: (id) => file.read((db) => sites.getSite(db, id)),
    list: () => file.read(sites.listSites),
    create: (site, fx) => file.writer.write('createSite', site, fx),
    change: (id, expected, patch, fx) => file.writer.write('changeSite', id, expected, patch, fx),
    ...createWordLists(file),
  };
}
