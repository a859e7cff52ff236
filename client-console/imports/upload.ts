import { signal } from '@preact/signals';
import type { ImportView } from '../../contract/imports.ts';
import { Refused } from '../api.ts';
import { type ImportChoices, queryOf } from './choices.ts';
import { getImports, sendImport } from './import-calls.ts';
import { type Sample, withSample } from './rate.ts';

/** A file that was chosen, and how it is to be read. */
export interface Source {
  site: string;
  file: File;
  choices: ImportChoices;
}

/** A file on its way. */
export interface Upload extends Source {
  /** Bytes that have been sent, over time. */
  samples: readonly Sample[];
  stop: () => void;
}

/** Why nothing came of sending a file. */
export type UploadFailure = { kind: 'unreadable' | 'no-connection' | 'too-large' } | { kind: 'refused'; detail: string };

/** The file on its way; it goes on while another screen is open. */
export const upload = signal<Upload | null>(null);
/** Files of this page by the import that was made of them: they can be sent again, read in another way. */
export const sources = new Map<string, Source>();

/**
 * Sends a file. One at a time.
 * @returns the import; null when it was stopped.
 */
export async function startUpload(source: Source): Promise<ImportView | UploadFailure | null> {
  const { site, file, choices } = source;
  // A second click.
  if (upload.value !== null) return null;
  const controller = new AbortController();
  upload.value = { ...source, samples: [], stop: () => controller.abort() };
  addEventListener('beforeunload', keepPage);
  try {
    if (!(await isReadable(file))) return { kind: 'unreadable' };
    // A session that has ended is renewed before the file is on its way, not after.
    await getImports({ site, limit: 1 });
    const made = await sendImport(queryOf(choices, site, file.name), file, {
      signal: controller.signal,
      onProgress: (sent) => {
        const { value } = upload;
        if (value !== null) upload.value = { ...value, samples: withSample(value.samples, { at: Date.now(), done: sent }) };
      },
    });
    sources.set(made.id, source);
    return made;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    if (error instanceof Refused) return refusalOf(error);
    return { kind: (await isReadable(file)) ? 'no-connection' : 'unreadable' };
  } finally {
    upload.value = null;
    removeEventListener('beforeunload', keepPage);
  }
}

/** The service says why in a sentence, a proxy in front of it does not. */
function refusalOf({ problem: { status, code, detail } }: Refused): UploadFailure {
  return status === 413 && code === 'internal' ? { kind: 'too-large' } : { kind: 'refused', detail };
}

/** Asks before the page, and the file on its way with it, is left. */
function keepPage(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** A file may have been moved, changed or be a folder. */
async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
