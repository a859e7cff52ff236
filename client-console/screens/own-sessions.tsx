import { useEffect, useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { agoText, fullTimeText } from '../i18n/format.ts';
import { endOtherSessions, endSession, getSessions, type OwnSession } from '../own-account-calls.ts';
import { Chip, Failed, Loading } from '../parts/basic.tsx';
import { toast } from '../toasts.ts';

/** Where one is signed in; another session, or all others, can be ended. Read again whenever `version` changes. */
export function OwnSessions({ version }: { version: number }) {
  const { ownAccount: t, common } = texts();
  const [sessions, setSessions] = useState<readonly OwnSession[] | null>(null);
  const [isFailed, setFailed] = useState(false);

  const load = (): void => {
    setFailed(false);
    getSessions().then(
      (read) => setSessions(read.sessions),
      () => setFailed(true),
    );
  };
  useEffect(load, [version]);

  async function end(work: () => Promise<void>, isLeft: (session: OwnSession) => boolean): Promise<void> {
    try {
      await work();
      setSessions((before) => before?.filter(isLeft) ?? null);
      toast(t.ended);
    } catch (error) {
      toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad' });
    }
  }

  return (
    <section class="panel">
      <h2>{t.sessions}</h2>
      <p class="meta">{t.sessionsHint}</p>
      {sessions === null && (isFailed ? <Failed retry={load} /> : <Loading rows={1} />)}
      <ul class="tokens" aria-label={t.sessions}>
        {sessions?.map((session) => (
          <li key={session.id} class="row">
            <span class="grow">
              <span class="row">
                <span class="strong">{session.browser === '' ? t.unknownBrowser : session.browser}</span>
                {session.isCurrent && <Chip tone="ok">{t.thisOne}</Chip>}
              </span>
              <span class="row">
                <code class="meta">{session.network}</code>
                <span class="meta">{formatText(t.signedIn, { t: fullTimeText(session.createdAt) })}</span>
                <span class="meta">{formatText(t.seen, { t: agoText(session.seenAt) })}</span>
              </span>
            </span>
            {!session.isCurrent && (
              <button
                type="button"
                class="button small"
                aria-label={formatText(t.endOf, { name: session.browser === '' ? t.unknownBrowser : session.browser })}
                onClick={() =>
                  void end(
                    () => endSession(session.id),
                    ({ id }) => id !== session.id,
                  )
                }
              >
                {t.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      {(sessions?.length ?? 0) > 1 && (
        <div>
          <button type="button" class="button" onClick={() => void end(endOtherSessions, ({ isCurrent }) => isCurrent)}>
            {t.endOthers}
          </button>
        </div>
      )}
    </section>
  );
}
