/** An entry as it is named in a list: its word and its level. */
export interface NamedEntry {
  word: string;
  level: string;
}

/** A line of the list format, split; null for comments and empty ones. What is left out has its usual value. */
function entryOn(line: string): (NamedEntry & { parts: string[] }) | null {
  if (line.trim() === '' || line.trimStart().startsWith('#')) return null;
  const parts = line.split('\t').map((part) => part.trim());
  const [word = '', level = ''] = parts;
  return { word, level: level === '' ? 'hold' : level, parts };
}

/** A word without its exceptions (`发票 !-购物`), as the service names it. */
const nameOf = (word: string): string => word.replace(/\s!-.*$/s, '');

const isAmong = (one: NamedEntry, wanted: readonly NamedEntry[]): boolean =>
  wanted.some(({ word, level }) => level === one.level && (word === one.word || word === nameOf(one.word)));

/** The list without these entries; everything else stays as it is written. */
export function withoutEntries(text: string, wanted: readonly NamedEntry[]): string {
  return text
    .split('\n')
    .filter((line) => {
      const entry = entryOn(line);
      return entry === null || !isAmong(entry, wanted);
    })
    .join('\n');
}

/** The list with another level for these entries; everything else stays as it is written. */
export function withLevel(text: string, wanted: readonly NamedEntry[], level: string): string {
  return text
    .split('\n')
    .map((line) => {
      const entry = entryOn(line);
      if (entry === null || !isAmong(entry, wanted)) return line;
      const [word = '', , ...rest] = entry.parts;
      return [word, level, ...rest].join('\t');
    })
    .join('\n');
}

/** An entry in the one form in which two lists can be compared. */
function canonical(line: string): string | null {
  const entry = entryOn(line);
  if (entry === null) return null;
  const [word = '', , category = '', options = ''] = entry.parts;
  return [word, entry.level, category === '' ? 'custom' : category, options].join('\t').trimEnd();
}

const canonicalLines = (text: string): string[] => text.split('\n').flatMap((line) => canonical(line) ?? []);

/** What going from one list to another adds and takes away. */
export function entriesBetween(from: string, to: string): { added: string[]; removed: string[] } {
  const before = canonicalLines(from);
  const after = canonicalLines(to);
  const [was, is] = [new Set(before), new Set(after)];
  return { added: after.filter((line) => !was.has(line)), removed: before.filter((line) => !is.has(line)) };
}

/** The list with lines replaced by the form in which the service understood them. */
export function withLines(text: string, lines: readonly { line: number; as?: string | undefined }[]): string {
  const written = text.split('\n');
  for (const { line, as } of lines) if (as !== undefined && line <= written.length) written[line - 1] = as;
  return written.join('\n');
}

/** Two lists, one behind the other. */
export const joined = (first: string, second: string): string => `${first}${first === '' || first.endsWith('\n') ? '' : '\n'}${second}`;

/**
 * Has a list to be rewritten before it can be saved? Ours need not, nor does a word a line unless something
 * stands behind the words that belongs to another format.
 */
export const needsRewriting = (format: string, text: string): boolean =>
  format === 'csv' || format === 'json' || (format === 'plain' && /[,，;；、][^\S\n]*$|\s\d(?:,\d)*[^\S\n]*$/mu.test(text));

const AROUND = 24;

/** A hit with a few words before and behind it. */
export function excerptOf({ text, start, end }: { text: string; start: number; end: number }): readonly [string, string, string] {
  const flat = (part: string): string => part.replace(/\s+/g, ' ');
  const before = [...text.slice(0, start)];
  const behind = [...text.slice(end)];
  return [
    `${before.length > AROUND ? '…' : ''}${flat(before.slice(-AROUND).join(''))}`,
    flat(text.slice(start, end)),
    `${flat(behind.slice(0, AROUND).join(''))}${behind.length > AROUND ? '…' : ''}`,
  ];
}
