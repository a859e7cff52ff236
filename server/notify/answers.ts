import { withNotice } from '../domain/mail-follower.ts';
import { type Subscription, subscriptionTo } from '../events/subscription.ts';
import type { NotifyDeps } from './deps.ts';
import { changeFollower } from './followers.ts';

/**
 * Who is answered by a comment that became public is noted to be mailed. Sends nothing: what waits is stored with its reader
 * (outbox.ts), so that a server for mail that does not answer keeps nobody waiting.
 */
export function answerMail(deps: NotifyDeps): Subscription {
  const { store, now, gather } = deps;
  return subscriptionTo({
    name: 'answer-mail',
    types: ['comment.published'],
    start: 'head',
    async handle({ data: { commentId }, siteId }) {
      if (deps.sendMail === null) return;
      const answer = (await store.comments.get([commentId])).get(commentId);
      const answeredId = answer?.answersId ?? answer?.parentId ?? null;
      // Of what was taken down meanwhile nobody is mailed.
      if (answer === undefined || answer.published === null || answer.author === null || answeredId === null) return;
      const readerId = (await store.comments.get([answeredId])).get(answeredId)?.author?.readerId;
      if (readerId === undefined || readerId === answer.author.readerId) return;
      if ((await deps.site(siteId))?.settings.answerMail !== true) return;
      const notice = { kind: 'answer' as const, commentId, at: now() };
      await changeFollower(
        deps,
        () => store.mail.get(readerId),
        (follower) => withNotice(follower, notice, answer.threadId, gather, now()),
      );
    },
  });
}
