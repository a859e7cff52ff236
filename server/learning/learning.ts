import { createHmac } from 'node:crypto';
import type { Comment, CommentId, Ms, ReasonCode, SiteId } from '../domain/types.ts';
import { type Subscription, subscriptionTo } from '../events/subscription.ts';
import { StaleRevision, type Store } from '../store/port.ts';
import { fromBytes, toBytes } from './learner/bytes.ts';
import { learn, unlearn } from './learner/learn.ts';
import { createModel, type LearnerModel, type LearnerUse } from './learner/model.ts';
import { type LearnerStats, stats } from './learner/stats.ts';
import { learnerText } from './learner/learner-text.ts';
import { LEARNER_USES } from '../domain/enumerations.ts';

/** Which model a refusal for this reason teaches; what is not here says nothing of the words. */
const TAUGHT_BY: Readonly<Partial<Record<ReasonCode, LearnerUse>>> = {
  AD: 'spam',
  SPAM: 'spam',
  GAMBLE: 'spam',
  PORN: 'spam',
  ABUSE: 'abuse',
  HATE: 'abuse',
};
/** Decisions are gathered for so long: to store a megabyte for each would be too much. */
const SAVE_AFTER: Ms = 5_000;
/** So often a model is stored over those of other processes, before it is tried again later. */
const ATTEMPTS = 5;
/** Other processes learn too: their model is read again after this long. */
const FRESH: Ms = 60_000;

/** What a person's decision says to a model: unwanted, wanted, or nothing. */
export function lessonOf({ lastDecision, status }: Pick<Comment, 'lastDecision' | 'status'>, use: LearnerUse): boolean | null {
  if (lastDecision === null || lastDecision.by === 'system' || lastDecision.action === 'undo') return null;
  if (status === 'published') return false;
  if (status === 'spam') return use === 'spam' ? true : null;
  if (status !== 'rejected' || lastDecision.reason === null) return null;
  return TAUGHT_BY[lastDecision.reason] === use ? true : null;
}

export interface Learning {
  /** The site's model as this process knows it. */
  modelOf(siteId: SiteId, use: LearnerUse): Promise<LearnerModel>;
  statsOf(siteId: SiteId): Promise<LearnerStats[]>;
  /** Learns from decisions, once in the whole service; the same decision again changes nothing. */
  subscription: Subscription;
}

interface Known {
  model: LearnerModel;
  revision: number;
  readAt: Ms;
  /** Comments learnt since the model was stored: learnt again when another process was first. */
  unsaved: Map<CommentId, Comment>;
}

/** Keeps a model for each site and use, taught by what moderators decide. */
export function createLearning(deps: {
  store: Pick<Store, 'comments' | 'models'>;
  secret: string;
  /** Never steps. */
  now: () => Ms;
  onError: (error: unknown) => void;
}): Learning {
  const known = new Map<string, Promise<Known>>();

  const seedOf = (siteId: SiteId): string => createHmac('sha256', deps.secret).update(`learner ${siteId}`).digest('hex');
  const nameOf = (use: LearnerUse): string => `learner.${use}`;

  async function read(siteId: SiteId, use: LearnerUse): Promise<Known> {
    const stored = await deps.store.models.get(siteId, nameOf(use));
    const readAt = deps.now();
    if (stored === null) return { model: createModel(use, seedOf(siteId)), revision: 0, readAt, unsaved: new Map() };
    const { model, unread } = fromBytes(stored.bytes, use, seedOf(siteId));
    if (unread !== null) deps.onError(new Error(`the model ${use} of ${siteId} cannot be read (${unread}) and begins anew`));
    return { model, revision: stored.revision, readAt, unsaved: new Map() };
  }

  function find(siteId: SiteId, use: LearnerUse): Promise<Known> {
    const key = `${siteId} ${use}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const reading = read(siteId, use);
    known.set(key, reading);
    reading.catch(() => known.delete(key));
    return reading;
  }

  async function current(siteId: SiteId, use: LearnerUse): Promise<Known> {
    const found = await find(siteId, use);
    if (found.unsaved.size > 0 || deps.now() - found.readAt < FRESH) return found;
    found.readAt = deps.now();
    const anew = await read(siteId, use);
    if (found.unsaved.size === 0 && anew.revision > found.revision) Object.assign(found, anew);
    return found;
  }

  function teach(model: LearnerModel, comment: Comment): boolean {
    const { content, author, id } = comment;
    if (content === null) return false;
    const text = learnerText(model.use, { body: content.body, name: author?.name ?? '' });
    const lesson = lessonOf(comment, model.use);
    if (lesson !== null) return learn(model, { id, text, unwanted: lesson }) !== 'again';
    return unlearn(model, { id, text }) === 'unlearnt';
  }

  async function save(siteId: SiteId, use: LearnerUse): Promise<void> {
    const found = await find(siteId, use);
    for (let attempt = 1; found.unsaved.size > 0; attempt++) {
      const saved = new Map(found.unsaved);
      try {
        found.revision = await deps.store.models.save(siteId, nameOf(use), found.revision, toBytes(found.model));
        for (const [id, comment] of saved) if (found.unsaved.get(id) === comment) found.unsaved.delete(id);
      } catch (error) {
        if (!(error instanceof StaleRevision) || attempt === ATTEMPTS) throw error;
        // Another process was first: what it learnt, and on top what this one did.
        const anew = await read(siteId, use);
        for (const comment of found.unsaved.values()) teach(anew.model, comment);
        Object.assign(found, { ...anew, unsaved: found.unsaved });
      }
    }
  }

  async function saveAll(): Promise<void> {
    for (const key of known.keys()) {
      const [siteId = '', use] = key.split(' ');
      if (use === 'spam' || use === 'abuse') await save(siteId, use);
    }
  }

  async function learnFrom(commentId: CommentId): Promise<void> {
    const comment = (await deps.store.comments.get([commentId])).get(commentId);
    if (comment === undefined) return;
    for (const use of LEARNER_USES) {
      const found = await find(comment.siteId, use);
      if (teach(found.model, comment)) found.unsaved.set(comment.id, comment);
    }
  }

  return {
    modelOf: async (siteId, use) => (await current(siteId, use)).model,
    statsOf: (siteId) => Promise.all(LEARNER_USES.map(async (use) => stats((await current(siteId, use)).model))),
    subscription: subscriptionTo({
      name: 'learning',
      types: ['queue.decided'],
      start: 'beginning',
      gather: SAVE_AFTER,
      handle: ({ data }) => learnFrom(data.commentId),
      flush: saveAll,
    }),
  };
}
