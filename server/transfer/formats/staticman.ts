/** A folder of Staticman: one YAML or JSON file a comment, below a folder for each page. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { headOf } from '../input/entry-head.ts';
import { isRecord } from '../input/json-text.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { firstText, readFlag, readText } from './field-values.ts';
import type { ImportFormat, SourceAuthor, SourceItem } from './format.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A larger file is no comment, bytes. */
const LARGEST = 1024 * 1024;
/** So many files are looked at to recognise the folder. */
const LOOKED_AT = 10;

export const staticman: ImportFormat = {
  name: 'staticman',
  source: 'staticman',
  recognises: ({ entries }) => filesOf(entries).files.slice(0, LOOKED_AT).some(looksLikeComment),
  async *read(entries) {
    const { files, folder } = filesOf(entries);
    for (const entry of files) {
      const fields = await fieldsOf(entry);
      const at = { line: 1, ...(files.length > 1 ? { entry: entry.name } : {}) };
      if (fields === null || !isComment(fields)) yield { type: 'unreadable', at };
      else yield commentOf(fields, entry.name.slice(folder.length), at);
    }
  },
};

/** The files of comments, and the folder that they are in: an archive may hold the whole website. */
function filesOf(entries: readonly SourceEntry[]): { files: SourceEntry[]; folder: string } {
  const files = entries.filter(({ name }) => /\.(?:ya?ml|json)$/i.test(name));
  const [folder = ''] = files.flatMap(({ name }) => /^(?:.*\/)?_data\/comments\/|^(?:.*\/)?comments\/|^\.\//.exec(name)?.[0] ?? []);
  return { files: files.filter(({ name }) => name.startsWith(folder)), folder };
}

/** Every generation of its fields has a text or at least a time. */
const isComment = (fields: Fields): boolean => textOf(fields) !== '' || readText(fields.date) !== '';

function looksLikeComment(entry: SourceEntry): boolean {
  const head = headOf(entry);
  if (/^\s*[[{]/.test(head)) return looksLikeJsonComment(head);
  const has = (...names: string[]): boolean => new RegExp(`^["']?(?:${names.join('|')})["']?\\s*:`, 'm').test(head);
  return has('message', 'comment', 'content', 'body') && has('date') && has('_id', 'id', 'name', 'author');
}

/** A file of JSON may be of any system: the fields have to be theirs. */
function looksLikeJsonComment(head: string): boolean {
  try {
    const value: unknown = JSON.parse(head);
    return isRecord(value) && ['_id', 'message', 'date'].every((name) => name in value);
  } catch {
    return false;
  }
}

/** What stands in the file, all of it as texts: `12e5` is an id, not a number. null: it cannot be read. */
async function fieldsOf(entry: SourceEntry): Promise<Fields | null> {
  if (entry.size > LARGEST) return null;
  try {
    // JSON is YAML too.
    const value: unknown = parse(await readFile(entry.path, 'utf8'), { schema: 'failsafe', logLevel: 'silent', uniqueKeys: false });
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function textOf(fields: Fields): string {
  return firstText(fields.message, fields.comment, fields.content, fields.body);
}

function commentOf(fields: Fields, name: string, at: { line: number }): SourceItem {
  const folder = name.split('/').slice(0, -1).join('/');
  return {
    type: 'comment',
    at,
    id: firstText(fields._id, fields.id, name.replace(/\.\w+$/, '')),
    // A file that lies in no folder may say itself which page it is of.
    page: { address: folder === '' ? firstText(fields._parent, fields.parent, fields.post_id, fields.slug) : folder },
    // Themes have asked for answers in fields of their own.
    parentId: firstText(fields.replying_to_uid, fields.replyID, fields.reply_to, fields.replyTo),
    rootId: readText(fields.replyThread),
    author: authorOf(fields),
    text: { markup: 'markdown', text: textOf(fields) },
    createdAt: fields.date,
    state: readFlag(fields.hidden) ? 'pending' : 'published',
  };
}

function authorOf(fields: Fields): SourceAuthor {
  const email = readText(fields.email).trim();
  return {
    // The hash of an address is all that most of these files have of it.
    ...(/^[\da-f]{32,64}$/i.test(email) ? { id: email.toLowerCase() } : { email }),
    name: firstText(fields.name, fields.author),
    url: firstText(fields.url, fields.website, fields.site),
    avatar: readText(fields.avatar),
  };
}
