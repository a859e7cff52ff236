import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Request, Response } from 'express';
import { encodingFor } from '../page-cache/encoding.ts';
import { contentHash, etagOf, knownEtag } from '../page-cache/etag.ts';
import { addBrotli, bytesFor, makePage, type Page } from '../page-cache/page.ts';

/** Sends a content in the best packing that the client takes, or 304 to a client that has it; the caller sets its type and who may cache it. */
export function sendPacked(req: Request, res: Response, page: Page): void {
  res.vary('Accept-Encoding');
  const known = knownEtag(req.get('if-none-match'), page.hash);
  if (known !== null) {
    res.removeHeader('Content-Type');
    res.set('ETag', known).status(304).end();
    return;
  }
  const { encoding, bytes } = bytesFor(page, encodingFor(req.get('accept-encoding')));
  if (encoding !== 'identity') res.set('Content-Encoding', encoding);
  res.set('ETag', etagOf(page.hash, encoding)).set('Content-Length', String(bytes.length));
  if (req.method === 'HEAD') res.end();
  else res.end(bytes);
}

/** A text of the program itself, packed when it is first asked for. `make` is called once. */
export function packedOnce(make: () => string): () => Promise<Page> {
  let page: Promise<Page> | null = null;
  return () => {
    page ??= makePage(make()).then(async (made) => {
      await addBrotli(made);
      return made;
    });
    return page;
  };
}

/** Names of the files that a build makes; nothing else is looked for in the folder. */
const NAME = /^[\w-]+(?:\.[\w-]+)+$/;

/** Built files of one folder, as they are and as the build has packed them beside (`.br`, `.gz`). */
export interface ReadyFiles {
  /** Names of the folders in a folder. */
  folders(folder: string): Promise<string[]>;
  /** The file of this name, or null. `folder` lies in the folder. */
  find(name: string, folder?: string): Promise<Page | null>;
}

/** Reads each file once, and again when a new build has written it. */
export function createReadyFiles(root: string): ReadyFiles {
  const kept = new Map<string, { written: number; page: Page }>();

  async function read(path: string, written: number): Promise<Page> {
    const packed = (ending: string): Promise<Buffer | null> => readFile(path + ending).catch(() => null);
    const [identity, gzip, brotli] = await Promise.all([readFile(path), packed('.gz'), packed('.br')]);
    const page = { hash: contentHash(identity.toString('utf8')), identity, gzip, brotli, since: null };
    kept.set(path, { written, page });
    return page;
  }

  return {
    async folders(folder) {
      const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
      return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    },
    async find(name, folder = '') {
      if (!NAME.test(name) || /\.(?:br|gz)$/.test(name)) return null;
      const path = join(root, folder, name);
      const found = await stat(path).catch(() => null);
      if (found?.isFile() !== true) return null;
      const known = kept.get(path);
      return known?.written === found.mtimeMs ? known.page : read(path, found.mtimeMs);
    },
  };
}
