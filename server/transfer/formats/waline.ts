/** Waline: its own export, the rows of any of its stores, what its API gives, and two kinds of CSV. */
import { headerNames } from './csv-rows.ts';
import type { ImportFormat, Sample } from './format.ts';
import { fieldNames } from './json-rows.ts';
import { LEANCLOUD_SOURCE, readLeancloudComments } from './leancloud-comments.ts';
import { columnName, hasCommentFile } from './leancloud-rows.ts';
import { isValine } from './valine.ts';

export const waline: ImportFormat = {
  name: 'waline',
  source: LEANCLOUD_SOURCE,
  recognises: isWaline,
  read: readLeancloudComments,
};

function isWaline(sample: Sample): boolean {
  if (hasCommentFile(sample.entries, /\.csv$/)) return true;
  if (sample.json === null) {
    const names = new Set(headerNames(sample.text).map(columnName));
    // A table that somebody made has no such columns.
    return isTable(names) && ['ua', 'rid', 'user_id'].some((name) => names.has(name));
  }
  const names = fieldNames(sample);
  if (/"type"\s*:\s*"waline"/.test(sample.text.slice(0, 1000)) && names.has('tables')) return true;
  return isTable(names) && !isValine(sample);
}

/** Does a row have the fields of this table? */
function isTable(names: ReadonlySet<string>): boolean {
  const has = (...some: readonly string[]): boolean => some.some((name) => names.has(name));
  return names.has('comment') && names.has('nick') && has('objectId', '_id', 'id') && has('insertedAt', 'createdAt') && has('url', 'path');
}
