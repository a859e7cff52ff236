import { readHead } from '../input/expand-files.ts';
import { jsonShapeOf } from '../input/json-shape.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import type { Sample } from './format.ts';

/** What the formats look at to recognise their files. */
export async function takeSample(entries: readonly SourceEntry[]): Promise<Sample> {
  const [first] = entries;
  const head = first === undefined ? Buffer.alloc(0) : await readHead(first.path);
  const text = head.toString('utf8').replace(/^\ufeff/, '');
  return { entries, text, json: jsonShapeOf(text) };
}
