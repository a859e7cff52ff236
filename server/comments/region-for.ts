import type { Site } from '../domain/types.ts';
import type { CommentDeps } from './deps.ts';
import type { PostContext } from './posted.ts';

/** The region of a request as it is shown; null where the site does not want it. */
export async function regionFor(
  { regionOf }: Pick<CommentDeps, 'regionOf'>,
  site: Site,
  { client }: Pick<PostContext, 'client'>,
): Promise<string | null> {
  return site.settings.region ? regionOf(client.ip) : null;
}
