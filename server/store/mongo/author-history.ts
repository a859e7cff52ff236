import { trusted } from 'mongoose';
import type { Ban } from '../../domain/bans.ts';
import type { CommentStatus, Ms, ReaderId, SiteId } from '../../domain/types.ts';
import { fittingNameBans } from '../name-bans.ts';
import type { BannedAs, HostRecord, ReaderStore, AuthorHistory } from '../port-readers.ts';
import { type Batch, createBatch } from './batch.ts';
import type { BanDocument, CommentDocument } from './documents.ts';
import { toBan } from './documents.ts';
import type { Models } from './models.ts';
import { driverCollection } from './driver.ts';
import { COMMENT_STATUSES } from '../../domain/enumerations.ts';

const COUNTED_MOST = 100;
const RECENT_MOST = 60;
const SAME_TEXT_MOST = 1_000;
const THREAD_MOST = 200;
const HOST_MOST = 10;
/** Authors who are asked about in one round trip. */
const AUTHORS_MOST = 64;
/** What somebody has taken back may be posted again. */
const GONE: readonly CommentStatus[] = ['removed', 'purged'];

type Asked = Parameters<ReaderStore['history']>[0];
type Past = Pick<AuthorHistory, 'published' | 'rejected' | 'spam' | 'recent'>;
interface Author {
  siteId: SiteId;
  readerId: ReaderId;
}

const NO_PAST: Past = { published: 0, rejected: 0, spam: 0, recent: [] };

/** What is looked up for several authors in one round trip. */
interface HistoryContext extends Pick<Models, 'comments'> {
  banReads: Batch<BannedAs, Ban[]>;
  pastReads: Batch<Author, Past>;
  sameTextReads: Batch<Asked, SameTextCounts>;
}

type Comments = Pick<Models, 'comments'>;

async function countOf({ comments }: Comments, { siteId, readerId }: Author, status: CommentStatus): Promise<number> {
  return comments.countDocuments({ readerId, status, siteId }).limit(COUNTED_MOST).hint('reader');
}

/** An author's latest, newest first: one walk of the index that merges the runs of the statuses. */
async function recentOf({ comments }: Comments, { siteId, readerId }: Author): Promise<AuthorHistory['recent']> {
  // A reader belongs to one site: it is asked for only so that the index alone is read.
  const found = await comments
    .find({ readerId, status: trusted({ $in: COMMENT_STATUSES }), siteId }, { _id: 0, createdAt: 1, status: 1 })
    .sort({ createdAt: -1, _id: -1 })
    .limit(RECENT_MOST)
    .hint('reader')
    .lean<{ createdAt: Ms; status: CommentStatus }[]>();
  return found.map(({ createdAt, status }) => ({ at: createdAt, status }));
}

/** What several authors have written, by the index alone and in its order. */
function writtenBy({ comments }: Comments, authors: readonly Author[], limit: number): Promise<Written[]> {
  return driverCollection(comments)
    .find<Written>(
      { readerId: { $in: distinct(authors.map(({ readerId }) => readerId)) } },
      { projection: { _id: 0, siteId: 1, readerId: 1, createdAt: 1, status: 1 }, limit, hint: 'reader' },
    )
    .toArray();
}

/** What became of a reader's comments. Of whom the latest are all, they are counted from these: most readers cost one look. */
async function pastOf(context: Comments, author: Author, known?: AuthorHistory['recent']): Promise<Past> {
  const recent = known ?? (await recentOf(context, author));
  const isAll = recent.length < RECENT_MOST;
  const count = (status: CommentStatus): Promise<number> | number =>
    isAll ? recent.filter((one) => one.status === status).length : countOf(context, author, status);
  const [published, rejected, spam] = await Promise.all([count('published'), count('rejected'), count('spam')]);
  return { published, rejected, spam, recent };
}

/** Who has posted these texts; of one text the latest first, as many as fit. */
function readersOfTexts({ comments }: Comments, asked: readonly Asked[]): Promise<SameText[]> {
  return driverCollection(comments)
    .find<SameText>(
      {
        siteId: { $in: distinct(asked.map(({ siteId }) => siteId)) },
        textHash: { $in: distinct(asked.map(({ textHash }) => textHash)) },
        createdAt: { $gte: Math.min(...asked.map(({ sameTextSince }) => sameTextSince)) },
      },
      { projection: { _id: 0, siteId: 1, textHash: 1, createdAt: 1, readerId: 1 }, limit: SAME_TEXT_MOST, hint: 'same_text' },
    )
    .toArray();
}

async function sameText({ comments }: Comments, asked: Asked, same: readonly SameText[]): Promise<SameTextCounts> {
  const { siteId, readerId, textHash, sameTextSince } = asked;
  const others = new Set(same.map((comment) => comment.readerId).filter((id) => id !== null && id !== readerId));
  const isOwn = same.length >= SAME_TEXT_MOST || same.some((comment) => comment.readerId === readerId);
  const sameOfReader = { siteId, textHash, createdAt: trusted({ $gte: sameTextSince }), readerId, status: trusted({ $nin: GONE }) };
  // Nearly always nobody has posted it before: then there is nothing to look for.
  const own = readerId === null || !isOwn ? 0 : await comments.countDocuments(sameOfReader).limit(COUNTED_MOST).hint('same_text');
  return { own, others: others.size };
}

async function threadRecentOf({ comments }: Comments, { thread }: Asked): Promise<AuthorHistory['threadRecent']> {
  if (thread === undefined) return [];
  const found = await comments
    .find({ threadId: thread.id, createdAt: trusted({ $gte: thread.since }) }, { _id: 0, readerId: 1, createdAt: 1 })
    .sort({ createdAt: -1, _id: -1 })
    .limit(THREAD_MOST)
    .hint('thread_age')
    .lean<{ readerId: ReaderId | null; createdAt: Ms }[]>();
  return found.flatMap(({ readerId, createdAt }) => (readerId === null ? [] : [{ readerId, at: createdAt }]));
}

async function hostRecordOf({ comments }: Comments, siteId: SiteId, host: string): Promise<HostRecord> {
  const count = (status: CommentStatus): Promise<number> =>
    comments.countDocuments({ siteId, hosts: host, status }).limit(HOST_MOST).hint('host').exec();
  const [published, rejected, spam] = await Promise.all([count('published'), count('rejected'), count('spam')]);
  return { published, refused: Math.min(HOST_MOST, rejected + spam) };
}

async function historyOf(context: HistoryContext, asked: Asked): Promise<AuthorHistory> {
  const { siteId, readerId } = asked;
  const [inForce, past, same, threadRecent, hosts] = await Promise.all([
    context.banReads.add(asked),
    readerId === null ? NO_PAST : context.pastReads.add({ siteId, readerId }),
    context.sameTextReads.add(asked),
    threadRecentOf(context, asked),
    Promise.all((asked.hosts ?? []).map(async (host) => [host, await hostRecordOf(context, siteId, host)] as const)),
  ]);
  return { bans: inForce, ...past, sameTextOwn: same.own, sameTextReaders: same.others, threadRecent, hosts: new Map(hosts) };
}

/** What bans there are for several at once. */
async function bansOfAll({ bans }: Pick<Models, 'bans'>, asked: readonly BannedAs[]): Promise<Ban[][]> {
  const keys = asked.flatMap(banKeys);
  const siteId = { $in: distinct(keys.map((key) => key.siteId)) };
  const kind = { $in: distinct(keys.map((key) => key.kind)) };
  const value = { $in: distinct(keys.flatMap((key) => key.value ?? [])) };
  const at = Math.min(...asked.map(({ now }) => now));
  // Whose ban it is, is seen below: a condition for each of them takes longer to plan than to answer.
  const found = await driverCollection(bans)
    .find<BanDocument>(
      {
        $or: [
          { siteId, kind, value },
          { siteId, kind: 'name' },
        ],
        gone: false,
        until: { $not: { $lte: at } },
      },
      { hint: 'fits' },
    )
    .toArray();
  const inForce = found.map(toBan);
  return asked.map((one) => bansOf(one, inForce));
}

/** What became of the comments of several readers at once. */
async function pastOfAll(context: Comments, authors: readonly Author[]): Promise<Past[]> {
  const limit = authors.length * RECENT_MOST;
  const found = await writtenBy(context, authors, limit);
  // As many as could be asked for: one of them has written much, and the others may be missing.
  if (found.length === limit) return Promise.all(authors.map((author) => pastOf(context, author)));
  const written = Map.groupBy(found, ({ readerId }) => readerId);
  return Promise.all(
    authors.map((author) => {
      const own = (written.get(author.readerId) ?? []).filter(({ siteId }) => siteId === author.siteId);
      const recent = own.map(({ createdAt, status }) => ({ at: createdAt, status })).sort((a, b) => b.at - a.at);
      return pastOf(context, author, recent.slice(0, RECENT_MOST));
    }),
  );
}

/** How often several texts were posted before. */
async function sameTextOfAll(context: Comments, asked: readonly Asked[]): Promise<SameTextCounts[]> {
  const found = await readersOfTexts(context, asked);
  // A text that is posted so often hides the others.
  const isAll = asked.length === 1 || found.length < SAME_TEXT_MOST;
  return Promise.all(
    asked.map(async (one) => {
      const { siteId, textHash, sameTextSince } = one;
      const own = isAll
        ? found.filter((same) => same.siteId === siteId && same.textHash === textHash && same.createdAt >= sameTextSince)
        : await readersOfTexts(context, [one]);
      return sameText(context, one, own);
    }),
  );
}

/**
 * @returns what is known of a would-be author, and the bans alone. Each part is one look-up, and what several posts ask at the same
 * time is one round trip: under load the trips are what costs.
 */
export function createAuthorHistory(models: Pick<Models, 'bans' | 'comments'>): Pick<ReaderStore, 'history' | 'bansFor'> {
  const context: HistoryContext = {
    comments: models.comments,
    banReads: createBatch((asked) => bansOfAll(models, asked), AUTHORS_MOST),
    pastReads: createBatch((authors) => pastOfAll(models, authors), AUTHORS_MOST),
    sameTextReads: createBatch((asked) => sameTextOfAll(models, asked), AUTHORS_MOST),
  };
  return { history: (asked) => historyOf(context, asked), bansFor: context.banReads.add };
}

/** How often an author has posted the text, and how many others have. */
interface SameTextCounts {
  own: number;
  others: number;
}
type Written = Author & { createdAt: Ms; status: CommentStatus };
type SameText = Pick<CommentDocument, 'siteId' | 'textHash' | 'createdAt' | 'readerId'>;

const distinct = <T>(list: readonly T[]): T[] => [...new Set(list)];

/** What a ban that fits is about; which names a word stands in is seen later, as there are few such bans. */
function banKeys({ siteId, readerId, networks, emailDomain }: BannedAs): { siteId: SiteId; kind: Ban['kind']; value?: string }[] {
  return [
    ...networks.map((value) => ({ siteId, kind: 'network' as const, value })),
    ...(readerId === null ? [] : [{ siteId, kind: 'reader' as const, value: readerId }]),
    ...(emailDomain === null ? [] : [{ siteId, kind: 'email-domain' as const, value: emailDomain }]),
    { siteId, kind: 'name' as const },
  ];
}

function bansOf(asked: BannedAs, inForce: readonly Ban[]): Ban[] {
  const own = inForce.filter(({ siteId, until }) => siteId === asked.siteId && (until === null || until > asked.now));
  const values = new Set(banKeys(asked).map(({ kind, value }) => `${kind} ${value}`));
  return [
    ...own.filter(({ kind, value }) => kind !== 'name' && values.has(`${kind} ${value}`)),
    ...fittingNameBans(
      own.filter(({ kind }) => kind === 'name'),
      asked.name,
    ),
  ];
}
