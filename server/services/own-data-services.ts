import { setTimeout as pause } from 'node:timers/promises';
import { type Actor, auditEntry } from '../domain/effects.ts';
import { erasedMark } from '../domain/own-data.ts';
import type { Comment, Id, Ms, Reader, ReaderId, Site } from '../domain/types.ts';
import type { JobHandler } from '../jobs/worker.ts';
import { eraseHandler } from '../own-data/erase-handler.ts';
import { noteInFile } from '../own-data/erased-file.ts';
import { exportHtml } from '../own-data/export-html.ts';
import { exportJson } from '../own-data/export-json.ts';
import { exportOf, type ReaderExport } from '../own-data/held-sections.ts';
import type { EvidenceAbout } from '../own-data/evidence-records.ts';
import { evidenceNote, findEvidence, type NamedEvidence } from '../own-data/find-evidence.ts';
import { type EvidenceRequest, writeEvidence } from '../own-data/write-evidence.ts';
import { startErasure } from '../own-data/start-erasure.ts';
import { evidenceKey } from '../secrets/evidence-key.ts';
import type { Store } from '../store/port.ts';
import type { Bound } from './bound.ts';

/** What is held of a reader: given out, and erased. */
export interface OwnDataServices {
  /** The reader of an id, of whatever site; null: there is none. */
  find: (id: ReaderId) => Promise<Reader | null>;
  export: (site: Site, reader: Reader) => Promise<ReaderExport>;
  json: typeof exportJson;
  html: typeof exportHtml;
  /** Notes that staff had the data of a reader given out, and why. */
  noteExport: (actor: Actor, reader: Reader, reason: string) => Promise<void>;
  /** What evidence is about, on the site. @throws Problem `not-found`. */
  findEvidence: (site: Site, named: NamedEvidence) => Promise<EvidenceAbout>;
  /** Notes it, with the reason, and then writes it. */
  evidence: (actor: Actor, request: Omit<EvidenceRequest, 'by'>) => Promise<AsyncIterable<string>>;
  /** Begins an erasure. */
  erase: Bound<typeof startErasure>;
}

interface OwnDataParts {
  store: Store;
  now: () => Ms;
  newId: () => Id;
  wakeJobs: () => void;
}

export function createOwnDataServices({ wakeJobs, secret, ...deps }: OwnDataParts & { secret: string }): OwnDataServices {
  const { store } = deps;
  return {
    find: async (id) => (await store.readers.get([id])).get(id) ?? null,
    export: (...rest) => exportOf(deps, ...rest),
    json: exportJson,
    html: exportHtml,
    async noteExport(actor, { id, siteId }, reason) {
      const action = { action: 'reader.export', siteId, subject: id, note: reason };
      await store.audit.append([auditEntry({ at: deps.now(), newId: deps.newId }, actor, action)]);
    },
    findEvidence: (...rest) => findEvidence(deps, ...rest),
    async evidence(actor, request) {
      await deps.store.audit.append([evidenceNote(deps, actor, request)]);
      return writeEvidence({ ...deps, key: evidenceKey(secret) }, { ...request, by: actor.name });
    },
    async erase(...rest) {
      const job = await startErasure(deps, ...rest);
      wakeJobs();
      return job;
    },
  };
}

/** The handler of jobs that erase readers. */
export function createEraseHandler(
  deps: Omit<OwnDataParts, 'wakeJobs'> & { dataDir: string; forget: (comment: Comment) => void },
): JobHandler {
  const { dataDir, ...rest } = deps;
  return eraseHandler({
    ...rest,
    pause: (ms) => pause(ms),
    noteErased: (readerId, { comments, at }) => noteInFile(dataDir, { mark: erasedMark(readerId), comments, at }),
  });
}
