/** The button for new comments: it shows their number, and them when it is pressed. Nothing moves by itself. Part: `fresh`. */
import { formatText } from '../../client-shared/i18n.ts';
import { useShown } from './context.ts';
import { useLateBox } from './late-box.ts';
import { turnTo } from './focus.ts';

export function Pill() {
  const { controller, t, root } = useLateBox();
  const { fresh, sort } = useShown(controller);

  function show(): void {
    const first = sort === 'oldest' ? fresh[0] : fresh.at(-1);
    controller.actions?.showFresh();
    if (first !== undefined) turnTo(root, first.id);
  }

  return (
    <div class="pill-place">
      <button type="button" class="fresh" part="fresh" onClick={show}>
        {formatText(t.fresh, { n: fresh.length })}
      </button>
    </div>
  );
}
