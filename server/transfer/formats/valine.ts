/** Valine: comments of an application at LeanCloud, as its console exports them (JSON Lines with a line that names the class). */
import type { ImportFormat, Sample } from './format.ts';
import { fieldNames } from './json-rows.ts';
import { LEANCLOUD_SOURCE, readLeancloudComments } from './leancloud-comments.ts';
import { hasCommentFile } from './leancloud-rows.ts';

/** Fields that LeanCloud or Valine give every row, and no other store does. */
const OWN_FIELDS = ['ACL', 'QQAvatar'] as const;
const OBJECT_ID = /"objectId"\s*:\s*"[0-9a-f]{24}"/;

export const valine: ImportFormat = {
  name: 'valine',
  source: LEANCLOUD_SOURCE,
  recognises: isValine,
  read: readLeancloudComments,
};

/** Does LeanCloud write such files? Waline's own exports are left to its format, although it is the same table. */
export function isValine(sample: Sample): boolean {
  if (sample.text.startsWith('#filetype:') || hasCommentFile(sample.entries, /\.jsonl?$/)) return true;
  const names = fieldNames(sample);
  if (!names.has('objectId') || names.has('tables') || names.has('_id')) return false;
  // The table of page counts is recognised to say what it is.
  if (!names.has('comment')) return names.has('time') && names.has('xid');
  return OWN_FIELDS.some((name) => names.has(name)) || OBJECT_ID.test(sample.text);
}
