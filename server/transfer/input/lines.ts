import { createReadStream } from 'node:fs';

/** A longer line is no comment: it is counted and not kept. */
const LONGEST = 1024 * 1024;
const CHUNK = 256 * 1024;
const NEWLINE = 0x0a;

/** A line of a file, numbered from 1; `text` null when it is too long to be read. */
export interface Line {
  number: number;
  text: string | null;
}

/** What was read at once, and how many bytes of the file that was. */
export interface ReadLines {
  lines: Line[];
  bytes: number;
}

/**
 * The lines of a file, as many at a time as a read gives; no more of the file is in memory. A byte order mark
 * before the first is left out, and so is an empty last line.
 * @throws what reading the file throws.
 */
export async function* readLines(file: string): AsyncGenerator<ReadLines> {
  let number = 0;
  let begun: Buffer[] = [];
  let begunBytes = 0;

  const keep = (part: Buffer): void => {
    begunBytes += part.length;
    if (begunBytes <= LONGEST) begun.push(part);
    else begun = [];
  };
  const end = (part: Buffer): Line => {
    keep(part);
    number++;
    const text = begunBytes > LONGEST ? null : (begun.length === 1 ? part : Buffer.concat(begun)).toString('utf8');
    begun = [];
    begunBytes = 0;
    return { number, text: number === 1 && text !== null ? text.replace(/^\ufeff/, '') : text };
  };

  for await (const read of createReadStream(file, { highWaterMark: CHUNK })) {
    const chunk: Buffer = read;
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      lines.push(end(chunk.subarray(from, at)));
      from = at + 1;
    }
    if (from < chunk.length) keep(chunk.subarray(from));
    yield { lines, bytes: chunk.length };
  }
  if (begunBytes > 0) yield { lines: [end(Buffer.alloc(0))], bytes: 0 };
}
