import { useBox } from '../parts/context.ts';
import type { LateBox } from '../parts/late-box.ts';

/** As `useLateBox` of the late parts; code that both files use would have to come with the first. */
export function useLateBox(): LateBox {
  const box = useBox();
  if (box.late === null) throw new Error('the panel came early');
  return { ...box, late: box.late, t: { ...box.t, ...box.late.t } };
}
