import { afterFailing, afterSending, type MailFollower, whileSending } from '../domain/mail-follower.ts';
import type { Id, Ms } from '../domain/types.ts';
import { createWakeLoop } from '../events/wake-loop.ts';
import { mailFailure, type MailFailure } from '../mail/mail-failure.ts';
import { composeMail } from './compose-mail.ts';
import type { NotifyDeps } from './deps.ts';
import { changeFollower } from './followers.ts';

/** So many are taken at once; the sender has fewer connections than that. */
const AT_ONCE = 50;
/** What other processes have noted, and what has become due, is looked for this often. */
const POLL: Ms = 1_000;
/** After the server for mail failed nothing is tried for so long. */
const SERVER_PAUSE: Ms = 30_000;

/** Sends what waits for readers; several processes side by side. */
export interface MailOutbox {
  start(): void;
  /** Finishes what is under way. */
  stop(): Promise<void>;
}

/** Sends the mail of one follower. @returns the failure when the whole server for mail fails. */
async function sendOne(deps: NotifyDeps, found: MailFollower): Promise<MailFailure | null> {
  const { store, sendMail, now, newId, gather, log } = deps;
  const taken = whileSending(found, newId(), now());
  // Another process has it, or its reader has just changed something: then it is due again.
  if (sendMail === null || !(await store.mail.save(taken))) return null;
  const mailId = taken.sending?.id;
  const settle = (change: (follower: MailFollower) => MailFollower): Promise<MailFollower | null> =>
    changeFollower(
      deps,
      () => store.mail.byId(taken.id),
      (follower) => (follower.sending?.id === mailId ? change(follower) : null),
    );
  const site = await deps.site(taken.siteId);
  const mail = site?.settings.answerMail === true ? await composeMail(deps, site, taken) : null;
  if (mail === null) {
    await settle((follower) => afterSending(follower, gather, now(), false));
    return null;
  }
  try {
    await sendMail(mail);
    await settle((follower) => afterSending(follower, gather, now()));
    return null;
  } catch (error) {
    const failure = mailFailure(error);
    let givenUp: Id | undefined;
    await settle((follower) => {
      const { follower: after, isGivenUp } = afterFailing(follower, failure, gather, now());
      givenUp = isGivenUp ? mailId : undefined;
      return after;
    });
    const facts = { err: failure, mail: mailId, site: taken.siteId };
    if (givenUp === undefined) log.warn(facts, 'a mail could not be sent and is tried again');
    else log.error(facts, 'a mail could not be sent and is not tried any more');
    return failure.isServer ? failure : null;
  }
}

/** Makes the outbox. Without a server for mail it sends nothing. */
export function createMailOutbox(deps: NotifyDeps & { steady: () => Ms }): MailOutbox {
  let pausedUntil = 0;

  async function run(): Promise<void> {
    loop.wakeIn(POLL);
    if (deps.steady() < pausedUntil) return;
    const due = await deps.store.mail.due(deps.now(), AT_ONCE);
    const failures = await Promise.all(due.map((one) => sendOne(deps, one)));
    if (failures.some((failure) => failure !== null)) pausedUntil = deps.steady() + SERVER_PAUSE;
    else if (due.length === AT_ONCE) loop.wake();
  }

  const loop = createWakeLoop(run, 0, (error) => deps.log.warn({ err: error }, 'mail that waits could not be looked for'));
  return {
    start() {
      if (deps.sendMail !== null) loop.wake();
    },
    stop: () => loop.stop(),
  };
}
