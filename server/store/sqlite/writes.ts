import type { ChangeNote } from '../../domain/events.ts';
import * as accounts from './accounts.ts';
import { replaceFact } from './backup.ts';
import * as comments from './comment-writes.ts';
import type { Db } from './database.ts';
import type { SerializedError } from './errors.ts';
import { deleteComments, deleteConversations } from './delete-conversations.ts';
import { appendAudit, appendEvents } from './effects.ts';
import { repair } from './examine.ts';
import { importBatch } from './import-batch.ts';
import * as imports from './imports.ts';
import * as jobs from './jobs.ts';
import * as secondFactors from './second-factors.ts';
import { join } from './joins.ts';
import * as members from './members.ts';
import * as models from './models.ts';
import * as moderation from './moderation.ts';
import * as personal from './personal.ts';
import * as readers from './readers.ts';
import { recount } from './recount.ts';
import { saveMailFollower } from './mail-followers.ts';
import * as oneTime from './one-time.ts';
import * as retention from './retention.ts';
import * as sites from './sites.ts';
import * as subscriptions from './subscriptions.ts';
import * as moves from './thread-moves.ts';
import * as threads from './threads.ts';
import * as maintenance from './maintenance.ts';
import * as votes from './votes.ts';
import * as webhooks from './webhooks.ts';

/** Everything that writes, by name: what the writer's thread can be asked for. */
export const WRITES = {
  createComment: comments.createComment,
  changeComment: comments.changeComment,
  vote: votes.vote,
  report: votes.report,
  openThread: threads.openThread,
  changeThread: threads.changeThread,
  moveThread: moves.moveThread,
  mergeThread: moves.mergeThread,
  moveComments: moves.moveComments,
  addOldKeys: moves.addOldKeys,
  createSite: sites.createSite,
  changeSite: sites.changeSite,
  saveWords: sites.saveWords,
  createGuest: members.createGuest,
  signInMember: members.signInMember,
  verifyReader: members.verifyReader,
  endToken: members.endToken,
  endTokensOf: members.endTokensOf,
  join,
  noteRefusedToken: members.noteRefusedToken,
  acceptTerms: readers.acceptTerms,
  rename: readers.rename,
  ban: readers.ban,
  unban: readers.unban,
  claim: moderation.claim,
  renew: moderation.renew,
  release: moderation.release,
  openCase: moderation.openCase,
  createStaff: accounts.createStaff,
  createFirstStaff: accounts.createFirstStaff,
  changeStaff: accounts.changeStaff,
  removeStaff: accounts.removeStaff,
  acceptInvitation: accounts.acceptInvitation,
  confirmSession: accounts.confirmSession,
  useStep: secondFactors.useStep,
  useRecoveryCode: secondFactors.useRecoveryCode,
  addPasskey: secondFactors.addPasskey,
  usePasskey: secondFactors.usePasskey,
  removePasskey: secondFactors.removePasskey,
  openSession: accounts.openSession,
  noteSession: accounts.noteSession,
  endSession: accounts.endSession,
  endSessionsOf: accounts.endSessionsOf,
  noteNetwork: accounts.noteNetwork,
  keepOnce: oneTime.keepOnce,
  takeOnce: oneTime.takeOnce,
  attemptOnce: oneTime.attemptOnce,
  saveMailFollower,
  createToken: accounts.createToken,
  noteToken: accounts.noteToken,
  deleteToken: accounts.deleteToken,
  appendEvents,
  appendAudit,
  saveModel: models.saveModel,
  createJob: jobs.createJob,
  claimJob: jobs.claimJob,
  progressJob: jobs.progressJob,
  releaseJob: jobs.releaseJob,
  finishJob: jobs.finishJob,
  openSubscription: subscriptions.openSubscription,
  claimSubscription: subscriptions.claimSubscription,
  recordSubscription: subscriptions.recordSubscription,
  retryParked: subscriptions.retryParked,
  importBatch,
  createImport: imports.createImport,
  changeImport: imports.changeImport,
  noteImported: imports.noteImported,
  changeOrigin: imports.changeOrigin,
  deleteImportedReaders: imports.deleteImportedReaders,
  deleteComments,
  deleteConversations,
  recount,
  repair,
  setFact: maintenance.setFact,
  replaceFact,
  cleanUp: maintenance.cleanUp,
  detach: personal.detach,
  forgetBeside: personal.forgetBeside,
  beginErasure: personal.beginErasure,
  endErasure: personal.endErasure,
  deleteOld: retention.deleteOld,
  createWebhook: webhooks.createWebhook,
  changeWebhook: webhooks.changeWebhook,
  removeWebhook: webhooks.removeWebhook,
  addDeliveries: webhooks.addDeliveries,
  claimWebhook: webhooks.claimWebhook,
  releaseWebhook: webhooks.releaseWebhook,
  recordDelivery: webhooks.recordDelivery,
  resendDeliveries: webhooks.resendDeliveries,
} as const;

export type WriteName = keyof typeof WRITES;
type Rest<F> = F extends (db: Db, ...args: infer A) => unknown ? A : never;
export type WriteArgs<N extends WriteName> = Rest<(typeof WRITES)[N]>;
export type WriteResult<N extends WriteName> = ReturnType<(typeof WRITES)[N]>;

/** One write to be done, as it crosses to the writer's thread. */
export type WriteCall = { [N in WriteName]: { name: N; args: WriteArgs<N> } }[WriteName];
/** A call under a number, by which its outcome comes back. */
export type NumberedCall = WriteCall & { call: number };
/** What a write gave, and what it changed. */
export interface Done {
  result: unknown;
  written: ChangeNote[];
}
export type Outcome = ({ call: number } & Done) | { call: number; error: SerializedError };
