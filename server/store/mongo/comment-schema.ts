import type { SchemaDefinition } from 'mongoose';
import { Schema } from 'mongoose';

/** A part of a document: without an id of its own, an unknown field is an error. */
export const part = (definition: SchemaDefinition): Schema => new Schema(definition, { _id: false, strict: 'throw', minimize: false });

const content = part({ body: String, html: String, text: String });
const author = part({ readerId: String, name: String, badge: String, region: String, avatar: String, isVerified: Boolean });
const tally = part({ up: Number, down: Number });
const claim = part({ staffId: String, staffName: String, until: Number });
const published = part({ content, at: Number });
const escalation = part({ by: String, byName: String, at: Number, note: String });
const appeal = part({ at: Number, note: String });
const review = part({
  state: String,
  escalated: Boolean,
  kinds: [String],
  reasons: [String],
  score: Number,
  priority: Number,
  openedAt: Number,
  claim,
  clusterId: String,
  escalation,
  appeal,
});
const evidence = part({
  field: String,
  start: Number,
  end: Number,
  word: String,
  category: String,
  level: String,
  note: String,
});
const finding = part({ phase: String, score: Number, verdict: String, active: Boolean, evidence: [evidence] });
const before = part({ status: String, published, reason: String, review, pinned: Boolean, featured: Boolean });
const decision = part({
  action: String,
  by: String,
  byName: String,
  at: Number,
  reason: String,
  note: String,
  before,
  since: Number,
});
const answer = part({ key: String, fingerprint: String, status: Number, body: String, at: Number });
const pastText = part({ revision: Number, body: String, text: String, at: Number });

/** The fields of a comment's document. */
export const commentFields: SchemaDefinition = {
  _id: String,
  siteId: String,
  threadId: String,
  threadKey: String,
  parentId: String,
  rootId: String,
  ancestors: [String],
  depth: Number,
  answersId: String,
  author,
  readerId: String,
  status: String,
  revision: Number,
  content,
  published,
  public: Boolean,
  listed: Boolean,
  editedAt: Number,
  removedFrom: String,
  reason: String,
  textHash: String,
  votes: tally,
  imported: tally,
  replyCount: Number,
  heat: Number,
  pinned: Boolean,
  featured: Boolean,
  review,
  findings: [finding],
  lastDecision: decision,
  createdAt: Number,
  textRevision: Number,
  textAt: Number,
  revisions: [pastText],
  folded: String,
  reported: String,
  grams: [String],
  position: Number,
  backlog: { type: [Number], default: undefined },
  hosts: { type: [String], default: undefined },
  queueTags: [String],
  answer,
  guards: { type: [String], default: undefined },
};
