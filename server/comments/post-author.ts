import type { PostComment } from '../../contract/comment.ts';
import { Problem } from '../domain/problem.ts';
import type { Reader, Site } from '../domain/types.ts';
import type { CommentDeps } from './deps.ts';
import { requireWriter } from './require-writer.ts';

/** Where a name stands in a post. */
const NAME_FIELD = 'author.name';

/** Who sends a post: a reader as the post names them, who may not be stored so yet. */
export interface PostAuthor {
  reader: Reader;
  /** Of a guest who is made by this post, or was by the same one before. */
  readerToken?: string;
  /** Is there something to store? */
  isNew: boolean;
  /** Stores the guest or the new name; gives the reader as stored. */
  keep: () => Promise<Reader>;
}

/** The reader who sends it; a guest is made by the first comment, the same one for the same retried request. Nothing is stored here. */
export async function authorOf(
  deps: Pick<CommentDeps, 'store' | 'cleanName' | 'composeGuest' | 'keepGuest'>,
  site: Site,
  context: { reader: Reader | null; isStaff: boolean; idempotencyKey: string | null },
  input: PostComment,
  fingerprint: string,
): Promise<PostAuthor> {
  const { reader } = context;
  // Staff who comment by their own token have shown who they are.
  if (!context.isStaff) requireWriter(site, reader);
  if (reader !== null) {
    const name = input.author === undefined ? reader.name : deps.cleanName(input.author.name, NAME_FIELD);
    if (name === reader.name || reader.kind === 'member') return { reader, isNew: false, keep: () => Promise.resolve(reader) };
    return { reader: { ...reader, name }, isNew: true, keep: () => deps.store.readers.rename(reader.id, name) };
  }
  if (input.author === undefined) throw new Problem('sign-in-required');
  const seed = context.idempotencyKey === null ? undefined : `${context.idempotencyKey} ${fingerprint}`;
  const { name, email } = input.author;
  const guest = await deps.composeGuest({ siteId: site.id, name, nameField: NAME_FIELD, email: email || undefined, seed });
  return { reader: guest.reader, readerToken: guest.readerToken, isNew: !guest.isKnown, keep: () => deps.keepGuest(guest) };
}
