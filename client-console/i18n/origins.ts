import type { OriginFault } from '../text/lines.ts';
import { numberText } from './format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from './all.ts';

/** So many faults are shown at once. */
const MOST = 5;
const LONGEST = 60;

/** What is wrong with the lines of a field of origins, a sentence a line; undefined when nothing is. */
export function originFaultText(faults: readonly OriginFault[]): string | undefined {
  if (faults.length === 0) return undefined;
  const { originFault, originWhy, originsMore } = texts().sites;
  const lines = faults.slice(0, MOST).map(({ line, text, why }) => {
    const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    return formatText(originFault, { n: numberText(line), v: short, why: originWhy[why] });
  });
  const more = faults.length - MOST;
  return [...lines, ...(more > 0 ? [formatText(originsMore, { n: numberText(more) })] : [])].join('\n');
}
