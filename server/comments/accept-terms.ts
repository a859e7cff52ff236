import { hasAccepted, termsInForce, withAccepted } from '../domain/accepted-terms.ts';
import { Problem } from '../domain/problem.ts';
import type { Site } from '../domain/types.ts';
import type { CommentDeps } from './deps.ts';
import type { PostAuthor } from './post-author.ts';

/**
 * The author of a post who has accepted the site's terms, before or with this post; what is accepted now is stored together with
 * the author. Terms that were changed while the box was open have to be accepted in their new version.
 * @param accepted the version that the post says its reader accepts.
 * @throws Problem `terms-not-accepted`.
 */
export function withTerms(
  deps: Pick<CommentDeps, 'store' | 'now'>,
  site: Pick<Site, 'settings'>,
  author: PostAuthor,
  accepted: string | null | undefined,
): PostAuthor {
  const terms = termsInForce(site.settings);
  const { reader } = author;
  if (terms === null || hasAccepted(reader, terms.version)) return author;
  const { version, url } = terms;
  if (accepted !== version) throw new Problem('terms-not-accepted', { pub: { title: terms.title || null, terms: version, termsUrl: url } });
  const one = { version, at: deps.now() };
  // A guest who is made by this post is stored with it; one who is stored already has it added.
  return {
    ...author,
    isNew: true,
    keep: async () => {
      const kept = await author.keep();
      return hasAccepted(kept, version) ? kept : deps.store.readers.acceptTerms(kept.id, one);
    },
    reader: { ...reader, acceptedTerms: withAccepted(reader.acceptedTerms, one) },
  };
}
