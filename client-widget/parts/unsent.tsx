/**
 * Texts that were typed and whose field is gone: comments were closed, the answered or edited comment was taken
 * down, or it is not on this page of the list. They are shown with the reason, and can be copied, gone on with,
 * or posted as separate comments. Part: `unsent`.
 */
import { useEffect, useState } from 'preact/hooks';
import type { CommentView } from '../../contract/comment.ts';
import { type KeptText, keepEdit, textsWithoutField } from '../kept-texts.ts';
import type { LateCatalogue } from '../i18n/zh-CN-late.ts';
import { Refused } from '../sdk.ts';
import { AskDiscard } from './ask-discard.tsx';
import { mayWrite, useShown } from './context.ts';
import { useLateBox } from './late-box.ts';
import { CopyText } from './copy-text.tsx';
import { bring } from './permalink.tsx';

/** Why a text was not sent. */
function whyUnsent(t: LateCatalogue, { isClosed, may, kind, isThere }: UnsentReason): string {
  if (isClosed) return t.unsentClosed;
  if (!may) return t.unsentSignIn;
  if (kind === 'edit') return t.unsentEdit;
  return isThere ? t.unsentElsewhere : t.unsentGone;
}

interface UnsentReason {
  isClosed: boolean;
  /** The reader may write. */
  may: boolean;
  kind: KeptText['kind'];
  /** The comment that it answers is still public. */
  isThere: boolean;
}

function One({ text, onGone }: { text: KeptText; onGone: () => void }) {
  const { controller, t, attempt, setOpen } = useLateBox();
  const { thread, returned } = useShown(controller);
  const { kind, id, body } = text;
  const [isThere, setThere] = useState(false);
  const [refusal, setRefusal] = useState('');
  const [isAsking, setAsking] = useState(false);
  const may = mayWrite(controller);

  useEffect(() => {
    // On another page of the list, or taken down?
    if (kind === 'draft' && id !== '' && may) void isPublic().then(setThere);
  }, [id, may]);

  useEffect(() => {
    if (returned === null || (returned.parentId ?? '') !== id || kind === 'edit') return;
    setRefusal(returned.why ?? '');
    controller.set({ ...controller.state, returned: null });
  }, [returned]);

  async function isPublic(): Promise<boolean> {
    try {
      const { comment } = await controller.sdk.call<{ comment: CommentView }>(`/comments/${id}`, { isPublic: true });
      return comment.html !== null;
    } catch (error) {
      return !(error instanceof Refused);
    }
  }

  function forget(): void {
    if (kind === 'edit') keepEdit(controller, id, '');
    else controller.saveDraft(id || null, '');
    onGone();
  }

  async function goOn(): Promise<void> {
    await bring(controller, id);
    setOpen({ kind: 'reply', id });
    onGone();
  }

  function makeOwn(): void {
    forget();
    controller.actions?.giveBack(null, body);
  }

  const why = whyUnsent(t, { isClosed: thread?.closed === true, may, kind, isThere });
  return (
    <div class="unsent" part="unsent" role="group" aria-label={t.unsent} tabIndex={-1}>
      <p class="chip warn">{refusal || why}</p>
      <p class="body typed" dir="auto">
        {body}
      </p>
      {isAsking ? (
        <AskDiscard onDiscard={forget} onStay={() => setAsking(false)} />
      ) : (
        <div class="actions">
          <CopyText text={body} />
          {may && isThere && (
            <button type="button" onClick={() => attempt(goOn)}>
              {t.goOn}
            </button>
          )}
          {may && (
            <button type="button" onClick={makeOwn}>
              {t.makeOwn}
            </button>
          )}
          <button type="button" onClick={() => setAsking(true)}>
            {t.discardYes}
          </button>
        </div>
      )}
    </div>
  );
}

export function Unsent() {
  const { controller } = useLateBox();
  const [, draw] = useState(0);
  useShown(controller);
  return (
    <>
      {textsWithoutField(controller, mayWrite(controller)).map((text) => (
        <One key={`${text.kind}:${text.id}`} text={text} onGone={() => draw((n) => n + 1)} />
      ))}
    </>
  );
}
