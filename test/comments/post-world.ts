import type { PostComment } from '../../contract/comment.ts';
import type { CommentDeps } from '../../server/comments/deps.ts';
import { postComment } from '../../server/comments/post-comment.ts';
import type { PostContext, Posted } from '../../server/comments/posted.ts';
import { hashText } from '../../server/domain/text-hash.ts';
import type { Site } from '../../server/domain/types.ts';
import { type Campaigns, createCampaigns } from '../../server/learning/campaigns.ts';
import { createLearning } from '../../server/learning/learning.ts';
import { createBurstWatch } from '../../server/moderation/burst.ts';
import { phasesOf } from '../../server/moderation/phases/index.ts';
import { createScreening } from '../../server/moderation/screen-comment.ts';
import { createStaffNames } from '../../server/moderation/staff-names.ts';
import { cleanName } from '../../server/people/clean-name.ts';
import { composeGuest, keepGuest } from '../../server/people/guest.ts';
import type { Store } from '../../server/store/port.ts';
import { type CompiledLists, createCompiledLists } from '../../server/wordlists/compile-lists.ts';
import { newId } from '../store/fixtures.ts';

const SECRET = 'a secret of the tests that is long enough';

interface PostDeps extends CommentDeps {
  campaigns: Campaigns;
}

/** What posting needs, made of the real parts on a store. @param more what of it a test wants otherwise. */
export function postDeps(
  store: Store,
  more: Partial<Omit<CommentDeps, 'campaigns'>> = {},
  lists: CompiledLists = createCompiledLists(store.sites, () => undefined),
): PostDeps {
  const now = more.now ?? Date.now;
  const limitsOn = more.limitsOn ?? false;
  const steady = (): number => performance.now();
  const campaigns = createCampaigns({ store, seed: SECRET, now, steady, newId });
  const learning = createLearning({ store, secret: SECRET, now, onError: () => undefined });
  const screening = createScreening({
    store,
    phases: phasesOf({ bursts: createBurstWatch(), campaigns, learning, staffNames: createStaffNames(store, steady) }),
    lists,
    askReviewers: (_context, _facts, local) => Promise.resolve(local),
    now,
    chance: () => 1,
    limitsOn,
  });
  const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
  const guests = { store, now, newId, random, secret: SECRET, cleanName };
  return {
    store,
    findThread: store.threads.find,
    screen: screening.screen,
    composeGuest: (guest) => composeGuest(guests, guest),
    keepGuest: (guest) => keepGuest(guests, guest),
    cleanName,
    hashText,
    regionOf: () => Promise.resolve('广东'),
    now,
    newId,
    limitsOn,
    puzzleBits: () => 0,
    puzzles: { issue: () => '', accepts: () => true },
    campaigns,
    onError: () => undefined,
    ...more,
  };
}

/** Sends a comment of a guest to the thread `https://news.example/1` of a site. */
export function sendPost(
  deps: CommentDeps,
  site: Site,
  input: Pick<PostComment, 'body'> & Partial<PostComment>,
  context: Partial<PostContext> = {},
): Promise<Posted> {
  const client = { ip: null, userAgent: null, referrer: null };
  const usual: PostContext = {
    reader: null,
    isStaff: false,
    lang: 'zh-CN',
    idempotencyKey: null,
    networks: [],
    client,
    page: { ownOrigin: '', isOfSite: true },
  };
  const thread = { key: 'https://news.example/1', url: 'https://news.example/1', title: '旧书店' };
  return postComment(deps, site, { ...usual, ...context }, { site: site.id, thread, author: { name: '读者' }, ...input });
}
