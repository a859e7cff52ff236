/** A comment that the server does not have yet. */
import type { Sending } from '../state.ts';
import { Avatar } from './avatar.tsx';
import { useLateBox } from './context.ts';

export function OnItsWay({ sending }: { sending: Sending }) {
  const { t } = useLateBox();
  const isWaiting = sending.state === 'waiting';
  return (
    <li>
      <div class="comment going">
        <Avatar name={sending.name} />
        <div class="main">
          <header>
            <bdi class="author">{sending.name}</bdi>
          </header>
          <p class="body typed" dir="auto">
            {sending.body}
          </p>
          <p class={`chip ${isWaiting ? 'warn' : 'quiet'}`}>{isWaiting ? t.waiting : t.sending}</p>
        </div>
      </div>
    </li>
  );
}
