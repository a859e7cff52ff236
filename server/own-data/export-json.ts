import type { ReaderExport } from './held-sections.ts';

/** Pieces are about so long: neither a call for each record nor all in memory. */
const PIECE = 16_384;

/** The export as one JSON object, piece by piece. */
export async function* exportJson({ head, sections }: ReaderExport): AsyncGenerator<string> {
  const { format, version, exportedAt, site, reader } = head;
  let text = JSON.stringify({ format, version, exportedAt, site, reader }).slice(0, -1);
  for (const { name, records } of sections) {
    text += `,\n${JSON.stringify(plural(name))}:[`;
    let isFirst = true;
    for await (const record of records) {
      text += `${isFirst ? '' : ','}\n${JSON.stringify(record)}`;
      isFirst = false;
      if (text.length < PIECE) continue;
      yield text;
      text = '';
    }
    text += ']';
  }
  yield `${text}}\n`;
}

const plural = (name: string): string => (name.endsWith('s') ? name : `${name}s`);
