import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { NotImportable } from './not-importable.ts';

/** A file in a zip. */
export interface ZipEntry {
  name: string;
  open(): Promise<Readable>;
}

const openFile = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open);

/**
 * The files in a zip, one after another.
 * @throws NotImportable `damaged` for what is no zip, is cut, or is encrypted.
 */
export async function* openZip(path: string): AsyncGenerator<ZipEntry> {
  const zip = await openFile(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }).catch(() => {
    throw new NotImportable('damaged', { detail: 'zip' });
  });
  const openStream = promisify<yauzl.Entry, Readable>(zip.openReadStream.bind(zip));
  try {
    for (;;) {
      const entry = await nextEntry(zip);
      if (entry === null) return;
      yield {
        name: entry.fileName,
        open: () =>
          openStream(entry).catch(() => {
            throw new NotImportable('damaged', { detail: 'zip' });
          }),
      };
    }
  } finally {
    zip.close();
  }
}

function nextEntry(zip: yauzl.ZipFile): Promise<yauzl.Entry | null> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      zip.off('entry', onEntry).off('end', onEnd).off('error', onError);
    };
    const onEntry = (entry: yauzl.Entry): void => {
      finish();
      resolve(entry);
    };
    const onEnd = (): void => {
      finish();
      resolve(null);
    };
    const onError = (): void => {
      finish();
      reject(new NotImportable('damaged', { detail: 'zip' }));
    };
    zip.on('entry', onEntry).on('end', onEnd).on('error', onError);
    zip.readEntry();
  });
}
