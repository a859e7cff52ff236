import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorCode } from '../ops/error-code.ts';
import { LONGEST_LINE, NotRestorable } from './archive-format.ts';

const NEWLINE = 0x0a;
const CHUNK = 256 * 1024;
const GZIP = [0x1f, 0x8b] as const;

/** @throws NotRestorable. */
async function lookAt(file: string): Promise<void> {
  try {
    const opened = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await opened.read(Buffer.alloc(2), 0, 2, 0);
      if (bytesRead < 2 || buffer[0] !== GZIP[0] || buffer[1] !== GZIP[1]) throw new NotRestorable('not-an-archive');
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw new NotRestorable('no-file');
    throw errorCode(error) === 'EISDIR' ? new NotRestorable('not-an-archive') : error;
  }
}

/** What zlib reports of a file that ends too early, and of one that is not as it was written. */
function faultOf(error: unknown): unknown {
  const code = errorCode(error);
  if (code === 'Z_BUF_ERROR') return new NotRestorable('cut-off', null, { cause: error });
  return code?.startsWith('Z_') ? new NotRestorable('altered', null, { cause: error }) : error;
}

/**
 * The lines of an archive with their line feeds, one by one; no more of the file is in memory.
 * @throws NotRestorable.
 */
export async function* archiveLines(file: string): AsyncGenerator<Buffer> {
  await lookAt(file);
  const unzipped = createGunzip({ chunkSize: CHUNK });
  const reading = pipeline(createReadStream(file, { highWaterMark: CHUNK }), unzipped);
  // A failure is thrown by the loop.
  reading.catch(() => undefined);
  let begun: Buffer[] = [];
  let size = 0;
  try {
    for await (const read of unzipped) {
      const chunk: Buffer = read;
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
        yield Buffer.concat([...begun, chunk.subarray(from, at + 1)]);
        [begun, size] = [[], 0];
        from = at + 1;
      }
      begun.push(chunk.subarray(from));
      size += chunk.length - from;
      if (size > LONGEST_LINE) throw new NotRestorable('altered');
    }
  } catch (error) {
    throw faultOf(error);
  } finally {
    unzipped.destroy();
  }
  if (size > 0) throw new NotRestorable('cut-off');
}
