import { createHmac } from 'node:crypto';
import type { Comment, CommentId, Ms, SiteId } from '../domain/types.ts';
import { StaleRevision, type Store } from '../store/port.ts';
import { fromBytes, toBytes } from './learner/bytes.ts';
import { createModel, type LearnerModel, type LearnerUse } from './learner/model.ts';
import { teach } from './teach.ts';

/** So often a model is stored over those of other processes, before it is tried again later. */
const ATTEMPTS = 5;
/** Other processes learn too: their model is read again after this long. */
const FRESH: Ms = 60_000;

interface Known {
  model: LearnerModel;
  revision: number;
  readAt: Ms;
  /** Comments learnt since the model was stored: learnt again when another process was first. */
  unsaved: Map<CommentId, Comment>;
}

export interface SiteModelsDeps {
  store: Pick<Store, 'models'>;
  secret: string;
  /** Never steps. */
  now: () => Ms;
  onError: (error: unknown) => void;
}

/** The models of sites as this process knows them. */
export interface SiteModels {
  /** The model, read anew when it may be old and has nothing unsaved. */
  current(siteId: SiteId, use: LearnerUse): Promise<LearnerModel>;
  /** Teaches the model what people decided on a comment. */
  learnFrom(comment: Comment, use: LearnerUse): Promise<void>;
  /** Stores all that was learnt since. */
  saveAll(): Promise<void>;
}

/** Keeps the models of sites in memory, and stores what they learn over what other processes stored. */
export function createSiteModels(deps: SiteModelsDeps): SiteModels {
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

  return {
    current: async (siteId, use) => (await current(siteId, use)).model,
    async learnFrom(comment, use) {
      const found = await find(comment.siteId, use);
      if (teach(found.model, comment)) found.unsaved.set(comment.id, comment);
    },
    saveAll,
  };
}
