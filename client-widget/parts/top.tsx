/** The end of the heading's row: how many read along, and, for who has written here, the button to what is theirs. */
import { useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import type { OwnPart } from '../types/own.ts';
import { useShown } from './context.ts';
import { useLateBox } from './late-box.ts';

export function Top() {
  const { controller, t, attempt } = useLateBox();
  const { online } = useShown(controller);
  const [own, setOwn] = useState<OwnPart | null>(null);
  return (
    <>
      <span class="online meta">{online > 1 && formatText(t.online, { n: online })}</span>
      {controller.token() !== null && (
        <button type="button" class="link" onClick={() => attempt(() => controller.getCode('own').then(setOwn))}>
          {t.mine}
        </button>
      )}
      {own && <own.OwnPanel onClose={() => setOwn(null)} />}
    </>
  );
}
