/** A comment that the server does not have yet; one that waits can be sent at once, copied, or withdrawn. */
import type { Sending } from '../state.ts';
import { Avatar } from './avatar.tsx';
import { useShown } from './context.ts';
import { useLateBox } from './late-box.ts';
import { CopyText } from './copy-text.tsx';

export function SendingComment({ sending }: { sending: Sending }) {
  const { controller, t } = useLateBox();
  const { isOffline, reader } = useShown(controller);
  const name = sending.name || (reader?.name ?? '');
  const isWaiting = sending.state === 'waiting';
  return (
    <li>
      <div class="comment going" tabIndex={-1}>
        <Avatar name={name} />
        <div class="main">
          <header>
            <bdi class="author">{name}</bdi>
          </header>
          <p class="body typed" dir="auto">
            {sending.body}
          </p>
          <p class={`chip ${isWaiting ? 'warn' : 'quiet'}`}>{isWaiting ? (isOffline ? t.waiting : t.retrying) : t.sending}</p>
          {isWaiting && (
            <div class="actions">
              <button type="button" onClick={() => void controller.actions?.resend(true)}>
                {t.retry}
              </button>
              <CopyText text={sending.body} />
              <button type="button" onClick={() => controller.actions?.cancel(sending.key)}>
                {t.cancel}
              </button>
            </div>
          )}
        </div>
      </div>
    </li>
  );
}
