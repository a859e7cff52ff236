import type { MailFollower } from '../../domain/mail-follower.ts';

/** `_id` is the follower's id. */
export type MailFollowerDocument = Omit<MailFollower, 'id'> & { _id: string };

export function toMailFollower({ _id, ...follower }: MailFollowerDocument): MailFollower {
  const { siteId, readerId, emailHash, email, lang, state, askedAt, confirmedAt, leftThreads, leftKinds } = follower;
  const { pending, sending, sentAt, dueAt, revision } = follower;
  return {
    ...{ id: _id, siteId, readerId, emailHash, email, lang, state, askedAt, confirmedAt, leftThreads, leftKinds },
    ...{ pending, sending, sentAt, dueAt, revision },
  };
}
