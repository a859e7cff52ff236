import { promisify } from 'node:util';
import { brotliCompress, constants, gunzipSync, gzip } from 'node:zlib';
import type { Ms } from '../domain/types.ts';
import type { Encoding } from './encoding.ts';
import { contentHash } from './etag.ts';

const packGzip = promisify(gzip);
const packBrotli = promisify(brotliCompress);

/** Shorter texts are sent as they are: packing them saves nothing. */
const WORTH_PACKING = 1_000;
/** Smaller than gzip by a tenth, in a few ms on another thread. */
const BROTLI_QUALITY = 6;

/** The ready bytes of one content. A packing that is null is not there, or not yet. */
export interface Page {
  hash: string;
  identity: Buffer | null;
  gzip: Buffer | null;
  brotli: Buffer | null;
  /** When it was first seen so; null where nobody may ask by time. */
  since: Since | null;
}

/**
 * Since when a content is as it is, by the time of day in whole seconds (HTTP has no finer one). `isSure` is false when
 * another content was sent in the same second: nobody can be sure then which of the two they have.
 */
export interface Since {
  at: Ms;
  isSure: boolean;
}

/** Since when a content that is new now is as it is. @param before that of the content which it takes the place of */
export function newSince(now: Ms, before: Since | null): Since {
  const at = Math.floor(now / 1_000) * 1_000;
  return { at, isSure: before === null || before.at < at };
}

/** Makes the bytes of a text: short ones as they are, others packed off the event loop. */
export async function makePage(text: string, since: Since | null = null): Promise<Page> {
  const bytes = Buffer.from(text);
  const page: Page = { hash: contentHash(text), identity: null, gzip: null, brotli: null, since };
  if (bytes.length < WORTH_PACKING) page.identity = bytes;
  else page.gzip = await packGzip(bytes);
  return page;
}

/** The bytes for a client that takes this packing, in the best that is there. Unpacked bytes are made when first asked for. */
export function bytesFor(page: Page, encoding: Encoding): { encoding: Encoding; bytes: Buffer } {
  if (encoding === 'br' && page.brotli !== null) return { encoding, bytes: page.brotli };
  if (encoding !== 'identity' && page.gzip !== null) return { encoding: 'gzip', bytes: page.gzip };
  page.identity ??= gunzipSync(page.gzip ?? '');
  return { encoding: 'identity', bytes: page.identity };
}

/** Adds the smallest packing, when there is something to pack. */
export async function addBrotli(page: Page): Promise<void> {
  if (page.gzip === null || page.brotli !== null) return;
  const bytes = page.identity ?? gunzipSync(page.gzip);
  page.brotli = await packBrotli(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

/** What the page takes of the memory, in bytes. */
export function sizeOf(page: Page): number {
  return (page.identity?.length ?? 0) + (page.gzip?.length ?? 0) + (page.brotli?.length ?? 0);
}
