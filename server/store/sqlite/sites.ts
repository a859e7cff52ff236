import { changedSettings, DEFAULT_SETTINGS } from '../../domain/changed-settings.ts';
import type { SiteSettingsChange } from '../../domain/site-settings.ts';
import type { Site, SiteId, SiteMode, SiteType } from '../../domain/types.ts';
import type { WordsSaving, WordVersion } from '../../domain/words.ts';
import { Duplicate, NotFound, StaleRevision } from '../port.ts';
import type { Effects } from '../../domain/effects.ts';
import type { SiteStore } from '../port-sites.ts';
import type { Db, Row } from './database.ts';
import { applyEffects } from './effects.ts';
import { bytes, json, number, text, word } from './rows.ts';

/** So many past versions of a word list can be looked at and brought back. */
const KEPT_VERSIONS = 50;

function siteOf(row: Row): Site {
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    type: word<SiteType>(row, 'type'),
    origins: json<string[]>(row, 'origins'),
    mode: word<SiteMode>(row, 'mode'),
    settings: changedSettings(DEFAULT_SETTINGS, json<SiteSettingsChange>(row, 'settings')),
    revision: number(row, 'revision'),
    createdAt: number(row, 'created_at'),
  };
}

const columns = (site: Site) => ({
  id: site.id,
  name: site.name,
  type: site.type,
  origins: JSON.stringify(site.origins),
  mode: site.mode,
  settings: JSON.stringify(site.settings),
});

export function getSite(db: Db, id: SiteId): Site | null {
  const row = db.get('SELECT * FROM sites WHERE id = $id', { id });
  return row === undefined ? null : siteOf(row);
}

export function listSites(db: Db): Site[] {
  return db.all('SELECT * FROM sites ORDER BY id').map(siteOf);
}

/** See the port. */
export function createSite(db: Db, site: Site, fx: Effects): Site {
  const inserted = db.run(
    `INSERT INTO sites (id, name, type, origins, mode, settings, revision, created_at)
     VALUES ($id, $name, $type, $origins, $mode, $settings, $revision, $createdAt) ON CONFLICT DO NOTHING`,
    { ...columns(site), revision: site.revision, createdAt: site.createdAt },
  );
  if (inserted === 0) throw new Duplicate(`site ${site.id}`);
  applyEffects(db, fx);
  return site;
}

/** See the port. */
export function changeSite(db: Db, id: SiteId, expected: number, patch: Parameters<SiteStore['change']>[2], fx: Effects): Site {
  const before = getSite(db, id);
  if (before === null) throw new NotFound(`no site ${id}`);
  if (before.revision !== expected) throw new StaleRevision(`site ${id} is at ${before.revision}`);
  const after: Site = { ...before, ...patch, revision: expected + 1 };
  db.run(
    'UPDATE sites SET name = $name, type = $type, origins = $origins, mode = $mode, settings = $settings, revision = revision + 1 WHERE id = $id',
    columns(after),
  );
  applyEffects(db, fx);
  return after;
}

/** A word list as it is stored: JSON arrays, as the bytes of their text. */
export interface StoredWords {
  entries: Uint8Array;
  comments: Uint8Array;
}

const AS_BYTES = 'CAST(entries AS BLOB) AS entries, CAST(comments AS BLOB) AS comments';
const storedIn = (row: Row): StoredWords => ({ entries: bytes(row, 'entries'), comments: bytes(row, 'comments') });

/** The list of a site, null where there is none. */
export function words(db: Db, id: SiteId): (StoredWords & { version: number }) | null {
  const row = db.get(`SELECT version, ${AS_BYTES} FROM word_lists WHERE site_id = $id`, { id });
  return row === undefined ? null : { version: number(row, 'version'), ...storedIn(row) };
}

/** See the port. */
export function wordsVersion(db: Db, id: SiteId): number {
  return Number(db.get('SELECT version FROM word_lists WHERE site_id = $id', { id })?.version ?? 0);
}

/** See the port. */
export function saveWords(
  db: Db,
  id: SiteId,
  expected: number | null,
  list: StoredWords & { size: number },
  { at, by }: WordsSaving,
  fx: Effects,
): number {
  const row = db.get('SELECT version FROM word_lists WHERE site_id = $id', { id });
  const current = row === undefined ? 0 : number(row, 'version');
  if (expected !== null && expected !== current) throw new StaleRevision(`the words of ${id} are at ${current}`);
  const version = current + 1;
  const { entries, comments, size } = list;
  db.run(
    `INSERT INTO word_lists (site_id, version, entries, comments) VALUES ($id, $version, CAST($entries AS TEXT), CAST($comments AS TEXT))
     ON CONFLICT (site_id) DO UPDATE SET version = excluded.version, entries = excluded.entries, comments = excluded.comments`,
    { id, version, entries, comments },
  );
  db.run(
    `INSERT INTO word_versions (site_id, version, entries, comments, size, at, by_id, by_name)
     VALUES ($id, $version, CAST($entries AS TEXT), CAST($comments AS TEXT), $size, $at, $byId, $byName)`,
    { id, version, entries, comments, size, at, byId: by.id, byName: by.name },
  );
  db.run('DELETE FROM word_versions WHERE site_id = $id AND version <= $oldest', { id, oldest: version - KEPT_VERSIONS });
  applyEffects(db, fx);
  return version;
}

/** See the port. */
export function wordsAt(db: Db, id: SiteId, version: number): StoredWords | null {
  const row = db.get(`SELECT ${AS_BYTES} FROM word_versions WHERE site_id = $id AND version = $version`, { id, version });
  return row === undefined ? null : storedIn(row);
}

/** See the port. */
export function wordVersions(db: Db, id: SiteId): WordVersion[] {
  const rows = db.all('SELECT version, size, at, by_id, by_name FROM word_versions WHERE site_id = $id ORDER BY version DESC', { id });
  return rows.map((row) => ({
    version: number(row, 'version'),
    entries: number(row, 'size'),
    saved: { at: number(row, 'at'), by: { id: text(row, 'by_id'), name: text(row, 'by_name') } },
  }));
}
