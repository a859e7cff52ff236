/** The menu of a comment: a plain list of buttons. Keys: Esc closes. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ReasonCode } from '../../server/domain/decision-words.ts';
import type { CommentView } from '../../contract/comment.ts';
import { showAnswerTime } from './answer-time.ts';
import { useLateBox } from './late-box.ts';
import { copy, linkTo } from './copy.ts';
import { isComposing } from './focus.ts';

interface Props {
  comment: CommentView;
  isMine: boolean;
  mayChange: boolean;
  /** `isAway`: the reader has moved on to another element, which keeps the focus. */
  onClose: (isAway: boolean) => void;
}

export function Menu({ comment, isMine, mayChange, onClose }: Props) {
  const { controller, t, announce, setOpen, attempt, root } = useLateBox();
  const [isSure, setSure] = useState(true);
  const list = useRef<HTMLUListElement>(null);
  const { id, status } = comment;

  useEffect(() => {
    const away = (event: Event): void => {
      if (list.current !== null && !event.composedPath().includes(list.current)) onClose(true);
    };
    // The click that opened it must not close it.
    const timer = setTimeout(() => addEventListener('click', away));
    return () => {
      clearTimeout(timer);
      removeEventListener('click', away);
    };
  }, []);

  useLayoutEffect(() => list.current?.querySelector('button')?.focus(), [isSure]);

  async function copyLink(): Promise<void> {
    const place = root();
    const link = linkTo(id, controller.settings.thread.url, location.href);
    // Where nothing may be copied it is shown, to be copied by hand.
    announce(place !== null && (await copy(link, place)) ? t.copied : link);
  }

  async function edit(): Promise<void> {
    const body = (await controller.actions?.source(id)) ?? '';
    setOpen({ kind: 'edit', id, body });
  }

  async function remove(): Promise<void> {
    await controller.actions?.remove(id);
    announce(t.removedOwn);
  }

  /** Asks why it is reported. */
  async function report(): Promise<void> {
    const { openReport } = await controller.getCode('report');
    const place = root();
    const send = async (reason: ReasonCode): Promise<void> => controller.actions?.report(id, reason);
    if (place !== null) openReport({ t, root: place, send, showAnswerTime: (line) => showAnswerTime(controller, line), announce });
  }

  const then = (action: () => Promise<void> | void) => () => {
    onClose(false);
    attempt(action);
  };
  const items: [string, () => void][] = [];
  if (isSure) {
    if (status === 'published') items.push([t.copyLink, then(copyLink)]);
    if (mayChange) items.push([t.edit, then(edit)], [t.remove, () => setSure(false)]);
    if (!isMine) items.push([t.report, then(report)]);
  } else items.push([t.keep, () => onClose(false)], [t.remove, then(remove)]);
  return (
    <ul
      ref={list}
      class="menu"
      onKeyDown={(event) => {
        if (isComposing(event) || event.key !== 'Escape') return;
        event.stopPropagation();
        onClose(false);
      }}
      onFocusOut={({ relatedTarget }) => {
        if (relatedTarget instanceof Node && !list.current?.contains(relatedTarget)) onClose(true);
      }}
    >
      {!isSure && <li class="ask">{t.removeAsk}</li>}
      {items.map(([label, onChoose]) => (
        <li key={label}>
          <button type="button" class={label === t.remove ? 'danger' : undefined} onClick={onChoose}>
            {label}
          </button>
        </li>
      ))}
    </ul>
  );
}
