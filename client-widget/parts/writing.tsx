/** The place to write in, or why there is none: a plain field until the real box is there, which takes over what was typed. */
import { useState } from 'preact/hooks';
import { useBox, useShown } from './context.ts';

export function Writing() {
  const { controller, t, late, attempt } = useBox();
  const { thread, site } = useShown(controller);
  const [isTouched, setTouched] = useState(false);
  if (thread?.closed === true) return <p class="notice">{t.closed}</p>;
  if (site?.guests === false && controller.token() === null) return <p class="notice">{t.signIn}</p>;
  if (late !== null) return <late.Composer parentId={null} rootId={null} isTouched={isTouched} />;
  return (
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
        onInput={(event) => controller.saveDraft(null, event.currentTarget.value)}
      />
    </form>
  );
}
