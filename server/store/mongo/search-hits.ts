import type { CursorKey } from '../../domain/cursor.ts';
import type { Ms, SiteId } from '../../domain/types.ts';
import { UNSEEN } from './comments.ts';
import { NEWEST } from './conversations.ts';
import type { CommentDocument } from './documents.ts';
import type { Models } from './models.ts';
import { type Hit, type Piece, readBlocks } from './search-blocks.ts';
import type { Branch } from './walk.ts';
import { inOrder } from './walk.ts';
import { driverCollection } from './driver.ts';

/** Hits that are read first beyond what is wanted, and at most at once: they grow while few hold the whole text. */
const SPARE = 8;
const READ_MOST = 1_000;

interface Sought {
  siteIds: readonly SiteId[];
  pieces: readonly Piece[];
  /** What comments must fit, the whole text included. */
  filter: Branch;
  after: CursorKey | null;
  from?: Ms;
  to?: Ms;
  limit: number;
}

/** Is the comment beyond the last that was given? Newest first, ids break ties. */
function isBeyond({ createdAt, _id }: CommentDocument, after: CursorKey | null): boolean {
  if (after === null) return true;
  const [at = 0, id = ''] = after;
  return createdAt < Number(at) || (createdAt === at && _id < String(id));
}

/**
 * The newest indexed comments that hold what is sought, as many as are wanted where there are so many. Reads the
 * blocks from the newest on and of their hits no more than it takes.
 */
export async function documentsOfHits(models: Models, sought: Sought): Promise<CommentDocument[]> {
  const { siteIds, pieces, filter, after, limit } = sought;
  const [last] = after ?? [];
  const notAfter = typeof last === 'number' ? last : Number.POSITIVE_INFINITY;
  const { from: notBefore = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = sought;
  const found: CommentDocument[] = [];
  let open: Hit[] = [];
  let size = limit + SPARE;

  async function read(hits: readonly Hit[]): Promise<void> {
    const stages = [
      { $match: { position: { $in: hits.map(({ position }) => position) }, ...filter } },
      { $project: Object.fromEntries(UNSEEN.map((path) => [path, 0])) },
    ];
    const documents = await driverCollection(models.comments).aggregate<CommentDocument>(stages, { hint: 'position' }).toArray();
    found.push(...documents.filter((document) => isBeyond(document, after)));
  }

  /** Reads the open hits that are newer than anything in blocks to come, until there are enough. */
  async function readUntil(newestToCome: Ms): Promise<void> {
    open.sort((a, b) => b.at - a.at);
    let done = 0;
    while (found.length < limit) {
      let end = done;
      // Those of one moment belong together, as their ids order them.
      while (end < open.length && (end - done < size || open[end]?.at === open[end - 1]?.at)) {
        if ((open[end]?.at ?? 0) <= newestToCome) break;
        end++;
      }
      if (end === done) break;
      await read(open.slice(done, end));
      done = end;
      size = Math.min(READ_MOST, size * 2);
    }
    open = open.slice(done);
  }

  for await (const block of readBlocks(models, { siteIds, pieces, notAfter, notBefore })) {
    await readUntil(block.newest);
    if (found.length >= limit) break;
    for (const hit of block.hits) if (hit.at <= notAfter && hit.at >= notBefore && hit.at < to) open.push(hit);
  }
  await readUntil(Number.NEGATIVE_INFINITY);
  return inOrder(NEWEST, found, limit);
}
