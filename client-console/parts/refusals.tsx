import { numberText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { labelOf, texts } from '../i18n/all.ts';
import type { Refusal } from '../words/drafts.ts';

/** More of them are counted only. */
const MOST = 50;
const LONGEST = 60;

/** The lines of a list that cannot be used, with the reason; with a title of its own other lines to be looked at. */
export function Refusals({ refused, title }: { refused: readonly Refusal[]; title?: string }) {
  const t = texts().words;
  if (refused.length === 0) return null;
  const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
  return (
    <div class="alert warn refusals">
      <p class="strong">{formatText(title ?? t.refused, { n: numberText(refused.length) })}</p>
      <ul>
        {refused.slice(0, MOST).map(({ line, why, text }, i) => (
          <li key={i}>
            {line > 0 && formatText(t.line, { n: numberText(line) })} {text !== '' && <code>{short(text)}</code>}
            {(line > 0 || text !== '') && '：'}
            {labelOf(t.why, why)}
          </li>
        ))}
      </ul>
      {refused.length > MOST && <p>{formatText(t.moreLines, { n: numberText(refused.length - MOST) })}</p>}
    </div>
  );
}
