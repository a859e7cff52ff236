import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommentDeps } from '../../server/comments/deps.ts';
import { postComment } from '../../server/comments/post-comment.ts';
import { createIds } from '../../server/domain/ids.ts';
import { cleanName } from '../../server/people/clean-name.ts';
import { Problem } from '../../server/domain/problem.ts';
import { DEFAULT_SETTINGS } from '../../server/domain/changed-settings.ts';
import type { Ms, Reader } from '../../server/domain/types.ts';
import type { WordEntry } from '../../server/domain/words.ts';
import { createBurstWatch } from '../../server/moderation/burst.ts';
import { createCampaigns } from '../../server/learning/campaigns.ts';
import { blocksOf } from '../../server/domain/word-blocks.ts';
import { createCompiledLists } from '../../server/wordlists/compile-lists.ts';
import { createScreening } from '../../server/moderation/screen-comment.ts';
import { learn } from '../../server/learning/learner/learn.ts';
import { createModel, type LearnerModel, type LearnerUse } from '../../server/learning/learner/model.ts';
import { phasesOf } from '../../server/moderation/phases/index.ts';
import { learnerText } from '../../server/learning/learner/learner-text.ts';
import { createStaffNames } from '../../server/moderation/staff-names.ts';
import { INNOCENT_SAMPLE } from '../../server/wordlists/shipped/innocent.ts';
import { SHIPPED_WORDS } from '../../server/wordlists/shipped/words.ts';
import { hashText } from '../../server/domain/text-hash.ts';
import type { Matching } from '../../server/wordlists/text/patterns.ts';
import { systemRandom } from '../../server/ops/random.ts';
import { composeGuest, keepGuest, makeGuest } from '../../server/people/guest.ts';
import { createSiteDirectory } from '../../server/sites/site-directory.ts';
import { makeSite } from '../../server/sites/make-site.ts';
import { openStore } from '../../server/store/open-store.ts';
import { createRandom } from '../seed/random.ts';
import { makeText } from '../seed/texts.ts';

const SITE = 'bench';
const SECRET = 'bench';
const READERS = 100;
const THREADS = 20;
/** So far the clock goes on between two texts: nobody writes faster than a reader may. */
const BETWEEN: Ms = 15_000;
/** The memory of near copies is as full as it gets. */
const REMEMBERED = 20_000;
/** Decisions that each learner has seen: both look at every text. */
const DECISIONS = 400;

/** The way of a comment as the service has it, on a store of its own, with everything that makes looking at it dear. */
export interface Pipeline {
  /** Judges and stores a text; gives how long it took from its arrival to the moment in which it is stored, in ms. */
  post(body: string): Promise<number>;
  /** The same, but it is not stored: the same text can be looked at again. */
  look(body: string): Promise<number>;
  close(): Promise<void>;
}

/** The text has been judged and is not to be stored. */
class Judged extends Error {}

/**
 * Opens a SQLite store with a site that has the given list, readers, threads, a full memory of near copies and two
 * learners that have been taught, and puts the service's own parts together on it. Its clock goes on from text to text.
 */
export async function openPipeline(entries: WordEntry[], matching: Matching): Promise<Pipeline> {
  const folder = mkdtempSync(join(tmpdir(), 'liangju-pipeline-'));
  const store = await openStore(undefined, folder);
  let time = Date.now();
  const now = (): Ms => time;
  const newId = createIds(now, systemRandom);
  const siteDeps = { store, now, newId };
  const by = { id: 'system' as const, name: 'system', requestId: null };
  const site = await makeSite(siteDeps, by, { id: SITE, name: '测速', origins: [], type: 'forum', mode: 'graded', matching });
  await store.sites.saveWords(SITE, null, blocksOf({ entries, comments: [] }), { at: now(), by }, { events: [], audit: [] });
  const campaigns = createCampaigns({ store, seed: SECRET, now, steady: now, newId });
  const random = createRandom(3);
  for (let i = 0; i < REMEMBERED; i++) {
    const body = makeText(random);
    campaigns.remember({
      id: newId(),
      siteId: SITE,
      threadId: `thread-${i % 500}`,
      status: 'published',
      content: { body, html: body, text: body },
      author: { readerId: `reader-${i % 5_000}`, name: '', badge: null, region: null },
    });
  }
  const models: { readonly [U in LearnerUse]: LearnerModel } = { spam: taught('spam'), abuse: taught('abuse') };
  const lists = createCompiledLists({ wordsVersion: createSiteDirectory(store, now).wordsVersion, words: store.sites.words }, (error) => {
    throw error;
  });
  const judge = createScreening({
    store,
    phases: phasesOf({
      bursts: createBurstWatch(),
      campaigns,
      learning: { modelOf: async (_site, use) => models[use] },
      staffNames: createStaffNames(store, now),
    }),
    lists,
    askReviewers: async (_context, _facts, local) => local,
    now,
    chance: Math.random,
    limitsOn: true,
  });
  await lists.matcherOf(site);
  const guestDeps = { store, now, newId, random: systemRandom, secret: SECRET, cleanName };
  const readers: Reader[] = [];
  while (readers.length < READERS) readers.push((await makeGuest(guestDeps, { siteId: SITE, name: `读者${readers.length}` })).reader);

  let posted = 0;
  async function way(body: string, isKept: boolean): Promise<number> {
    const i = posted++;
    time += BETWEEN;
    let judged: number | null = null;
    const began = performance.now();
    const stop = (): number => performance.now() - began;
    const deps: CommentDeps = {
      store: {
        ...store,
        comments: {
          ...store.comments,
          create(...args) {
            judged = stop();
            if (!isKept) throw new Judged();
            return store.comments.create(...args);
          },
        },
      },
      screen: judge.screen,
      composeGuest: (guest) => composeGuest(guestDeps, guest),
      keepGuest: (guest) => keepGuest(guestDeps, guest),
      cleanName,
      hashText,
      regionOf: () => Promise.resolve(''),
      now,
      newId,
      limitsOn: true,
      findThread: store.threads.find,
      puzzleBits: () => 0,
      puzzles: { issue: () => '', accepts: () => true },
      campaigns,
      onError: () => undefined,
    };
    const key = `thread-${i % THREADS}`;
    const thread = { key, url: `https://news.example/${key}`, title: key };
    const client = { ip: null, region: null, userAgent: null, referrer: null };
    const reader = readers[i % READERS];
    const context = {
      reader: reader === undefined ? null : { ...reader, authorOf: [] },
      isStaff: false,
      lang: 'zh-CN' as const,
      idempotencyKey: null,
      networks: [],
      page: { ownOrigin: '', isOfSite: false },
      client,
    };
    try {
      await postComment(deps, site, context, { site: SITE, thread, body, elapsed: 600_000 });
    } catch (error) {
      // Whatever refuses a text before it is judged has looked at it all the same.
      if (!(error instanceof Judged) && !(error instanceof Problem)) throw error;
    }
    return judged ?? stop();
  }

  return {
    post: (body) => way(body, true),
    look: (body) => way(body, false),
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A learner that may hold comments: taught by advertisements and by ordinary sentences. */
function taught(use: LearnerUse): LearnerModel {
  const model = createModel(use, SECRET);
  for (let i = 0; i < DECISIONS; i++) {
    const sentence = INNOCENT_SAMPLE[i % INNOCENT_SAMPLE.length] ?? '';
    const word = SHIPPED_WORDS[i % SHIPPED_WORDS.length]?.word ?? '';
    const unwanted = i % 2 === 0;
    learn(model, { id: `${i}`, text: learnerText(use, { body: unwanted ? word + sentence : sentence, name: '读者' }), unwanted });
  }
  return model;
}

/** The length that a text may have, in signs. */
export const LONGEST = DEFAULT_SETTINGS.maxLength;
