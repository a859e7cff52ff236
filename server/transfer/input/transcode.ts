import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isDatabase } from './database-rows.ts';
import { NotImportable } from './not-importable.ts';

const SAME = new Set(['utf-8', 'ascii', 'us-ascii']);

/**
 * The path of a file in UTF-8: the file itself when it is in UTF-8 already or no text, else a new one with the same text.
 * @param head the beginning of the file.
 * @param encoding what the person who imports says; null: the byte order mark, else the declaration of XML, else UTF-8.
 * @param newPath gives the path of a file that is not there yet.
 * @throws NotImportable `unknown-encoding`.
 */
export async function transcode(path: string, head: Buffer, encoding: string | null, newPath: () => string): Promise<string> {
  if (isDatabase(head.toString('latin1'))) return path;
  const name = encoding ?? markedEncoding(head) ?? declaredEncoding(head) ?? 'utf-8';
  const decoder = decoderOf(name);
  if (SAME.has(decoder.encoding)) return path;
  const target = newPath();
  await pipeline(
    createReadStream(path),
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        done(null, Buffer.from(decoder.decode(chunk, { stream: true })));
      },
      flush(done) {
        done(null, Buffer.from(decoder.decode()));
      },
    }),
    createWriteStream(target, { mode: 0o600, flags: 'wx' }),
  );
  return target;
}

function decoderOf(name: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(name);
  } catch {
    throw new NotImportable('unknown-encoding', { detail: name.slice(0, 40) });
  }
}

/** UTF-16 by its byte order mark, or by the zero bytes of its first signs. */
function markedEncoding(head: Buffer): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head.length >= 4 && head[0] !== 0 && head[1] === 0 && head[2] !== 0 && head[3] === 0) return 'utf-16le';
  if (head.length >= 4 && head[0] === 0 && head[1] !== 0 && head[2] === 0 && head[3] !== 0) return 'utf-16be';
  return null;
}

/** What the declaration of XML says. */
function declaredEncoding(head: Buffer): string | null {
  const begun = head.toString('latin1', 0, 300);
  return /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/i.exec(begun)?.[1] ?? null;
}
