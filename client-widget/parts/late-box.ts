import type { Catalogue } from '../i18n/zh-CN.ts';
import type { LateCatalogue } from '../i18n/zh-CN-late.ts';
import type { LoadedParts } from '../types/late-parts.ts';
import { type Box, useBox } from './context.ts';

/** The box, with its late parts. */
export type LateBox = Omit<Box, 't' | 'late'> & { t: Catalogue & LateCatalogue; late: LoadedParts };

/** The box with all its texts, for parts that are only drawn when those are loaded. */
export function useLateBox(): LateBox {
  const box = useBox();
  if (box.late === null) throw new Error('a late part came early');
  return { ...box, late: box.late, t: { ...box.t, ...box.late.t } };
}
