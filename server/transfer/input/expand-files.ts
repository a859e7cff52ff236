/**
 * The files of an import as plain files on the disk, in UTF-8: gzip, zip and tar are unpacked, other encodings are written
 * anew. What reads them can begin anew at any time, and nothing is in memory but a piece.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { types } from 'node:util';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import { NotImportable } from './not-importable.ts';
import type { SourceEntry } from './source-entry.ts';
import { transcode } from './transcode.ts';
import { openZip } from './zip-entries.ts';

/** So much is unpacked at most, bytes. */
const MOST_BYTES = 16 * 1024 ** 3;
/** What unpacks to more than this times its size is made to fill a disk, once it is larger than `ALWAYS_TAKEN` bytes. */
const MOST_RATIO = 200;
const ALWAYS_TAKEN = 64 * 1024 ** 2;
const MOST_ENTRIES = 200_000;
const HEAD = 64 * 1024;
/** An archive in an archive in an archive is none that a program writes. */
const DEEPEST = 3;

/** What unpacking is given beside the file. */
interface Unpacking {
  /** A folder that is there and empty, for what is unpacked. */
  dir: string;
  /** The encoding of texts, where the person who imports says it. */
  encoding: string | null;
  entries: SourceEntry[];
  bytes: number;
  files: number;
}

/**
 * @param files paths of files or folders.
 * @param dir an empty folder for what is unpacked.
 * @param encoding the encoding of the texts, as `TextDecoder` knows it; null: found by byte order mark or declaration, else UTF-8.
 * @throws NotImportable `no-file`, `cut`, `damaged`, `too-large`, `too-many-files`, `unknown-encoding`.
 */
export async function expandFiles(files: readonly string[], dir: string, encoding: string | null): Promise<SourceEntry[]> {
  const unpacking: Unpacking = { dir, encoding, entries: [], bytes: 0, files: 0 };
  for (const file of files) {
    const found = await stat(file).catch(() => null);
    if (found === null) throw new NotImportable('no-file', { detail: file });
    if (found.isDirectory()) await expandFolder(unpacking, file);
    else if (found.isFile()) await expandFile(unpacking, { name: basename(file), path: file, given: file }, 0);
    else throw new NotImportable('no-file', { detail: file });
  }
  return unpacking.entries;
}

async function expandFolder(unpacking: Unpacking, folder: string): Promise<void> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) {
    const name = relative(folder, path);
    if (isWanted(name)) await expandFile(unpacking, { name, path, given: null }, 0);
  }
}

/** Files that a file system or an archiver leaves behind are nobody's comments. */
function isWanted(name: string): boolean {
  return !/(?:^|\/)(?:__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|\.git\/)/.test(name) && !name.endsWith('/');
}

async function expandFile(unpacking: Unpacking, file: Omit<SourceEntry, 'size'>, depth: number): Promise<void> {
  const head = await readHead(file.path);
  if (depth > DEEPEST) throw new NotImportable('damaged', { detail: file.name });
  if (head[0] === 0x1f && head[1] === 0x8b) {
    const path = await writeNew(unpacking, unzipped(file.path), file.name, await mostUnpacked(file.path));
    return expandFile(
      unpacking,
      { name: file.name.replace(/\.t?gz$/i, (end) => (end === '.tgz' ? '.tar' : '')), path, given: null },
      depth + 1,
    );
  }
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04) return expandZip(unpacking, file, depth);
  if (head.length >= 262 && head.toString('latin1', 257, 262) === 'ustar') return expandTar(unpacking, file, depth);
  const path = await transcode(file.path, head, unpacking.encoding, () => newPath(unpacking));
  unpacking.entries.push({ ...file, path, given: path === file.path ? file.given : null, size: (await stat(path)).size });
}

async function expandZip(unpacking: Unpacking, file: Omit<SourceEntry, 'size'>, depth: number): Promise<void> {
  const most = await mostUnpacked(file.path);
  for await (const { name, open: openEntry } of openZip(file.path)) {
    if (!isWanted(name)) continue;
    const path = await writeNew(unpacking, await openEntry(), name, most);
    await expandFile(unpacking, { name, path, given: null }, depth + 1);
  }
}

async function expandTar(unpacking: Unpacking, file: Omit<SourceEntry, 'size'>, depth: number): Promise<void> {
  const written: Omit<SourceEntry, 'size'>[] = [];
  const extract = tar.extract();
  const reading = pipeline(createReadStream(file.path), extract).catch((error: unknown) => {
    throw new NotImportable('damaged', { detail: error instanceof Error ? file.name : '' });
  });
  reading.catch(() => undefined);
  try {
    for await (const entry of extract) {
      const { name, type } = entry.header;
      if (type === 'file' && isWanted(name)) written.push({ name, path: await writeNew(unpacking, entry, name, MOST_BYTES), given: null });
      else entry.resume();
    }
  } catch (error) {
    throw asNotImportable(error, file.name);
  }
  await reading;
  for (const entry of written) await expandFile(unpacking, entry, depth + 1);
}

/** Names in an archive are from outside: the files are called by numbers. */
function newPath(unpacking: Unpacking): string {
  unpacking.files++;
  if (unpacking.files > MOST_ENTRIES) throw new NotImportable('too-many-files');
  return join(unpacking.dir, `${unpacking.files}.part`);
}

/** The contents of a gzip file. A failure of reading is one of theirs. */
function unzipped(path: string): AsyncIterable<unknown> {
  const file = createReadStream(path);
  const gunzip = createGunzip();
  file.on('error', (error) => void gunzip.destroy(error));
  return file.pipe(gunzip);
}

/** How many bytes an archive may unpack to. */
async function mostUnpacked(path: string): Promise<number> {
  return Math.max(ALWAYS_TAKEN, MOST_RATIO * (await stat(path)).size);
}

/** @param most so many bytes it may have. */
async function writeNew(unpacking: Unpacking, from: AsyncIterable<unknown>, name: string, most: number): Promise<string> {
  let own = 0;
  const path = newPath(unpacking);
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      own += chunk.length;
      unpacking.bytes += chunk.length;
      done(own > most || unpacking.bytes > MOST_BYTES ? new NotImportable('too-large', { detail: name }) : null, chunk);
    },
  });
  try {
    await pipeline(from, count, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
  } catch (error) {
    throw asNotImportable(error, name);
  }
  return path;
}

/** What unpacking says about an archive, as what the person who imports it can understand; other errors stay. */
function asNotImportable(error: unknown, name: string): unknown {
  if (error instanceof NotImportable || !types.isNativeError(error)) return error;
  const code = 'code' in error ? error.code : '';
  if (code === 'Z_BUF_ERROR' || error.message === 'Unexpected end of data') return new NotImportable('cut', { detail: name });
  if (typeof code === 'string' && code.startsWith('Z_')) return new NotImportable('damaged', { detail: name });
  return error;
}

/** The beginning of a file. */
export async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
