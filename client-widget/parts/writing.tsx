/** The field to write in, or why there is none: a plain one until the composer is loaded, which takes over what was typed. */
import { useState } from 'preact/hooks';
import { mayWrite, useBox, useShown } from './context.ts';

export function Writing() {
  const { controller, t, late, attempt } = useBox();
  const { thread } = useShown(controller);
  const { members } = controller;
  const [isTouched, setTouched] = useState(false);
  // If the field were replaced while an input method is composing, its letters would be lost.
  const [isComposing, setComposing] = useState(false);
  return (
    <>
      {members?.notices()}
      {!mayWrite(controller) ? (
        (members === null || thread?.closed) && (
          <p class="notice" tabIndex={-1}>
            {thread?.closed ? t.closed : (late?.t.signIn ?? '…')}
          </p>
        )
      ) : late !== null && !isComposing ? (
        <late.Composer key={controller.generation} parentId={null} rootId={null} isTouched={isTouched} />
      ) : (
        <form class="composer">
          <textarea
            rows={1}
            dir="auto"
            placeholder={t.placeholder}
            aria-label={t.placeholder}
            value={controller.draft(null)}
            onFocus={() => {
              setTouched(true);
              attempt(() => undefined);
            }}
            onCompositionStart={() => setComposing(true)}
            onCompositionEnd={() => setComposing(false)}
            onInput={(event) => controller.saveDraft(null, event.currentTarget.value)}
          />
        </form>
      )}
      {late !== null && <late.Unsent />}
    </>
  );
}
