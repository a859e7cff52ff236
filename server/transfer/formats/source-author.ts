import { readOptionalText } from './field-values.ts';
import type { SourceAuthor } from './format.ts';

/** What a file says of the author of a comment, as it stands there. */
interface AuthorFields {
  /** What the system knows the person by; null for a guest. */
  id?: string | null;
  name: unknown;
  email?: unknown;
  url?: unknown;
  avatar?: unknown;
  isOwner?: boolean;
}

/** The author with those of the fields that are there. */
export function sourceAuthor({ id = null, isOwner = false, ...texts }: AuthorFields): SourceAuthor {
  const author: SourceAuthor = {};
  if (id !== null) author.id = id;
  for (const field of ['name', 'email', 'url', 'avatar'] as const) {
    const text = readOptionalText(texts[field]);
    if (text !== undefined) author[field] = text;
  }
  if (isOwner) author.isOwner = true;
  return author;
}
