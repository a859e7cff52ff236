import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { durationText, shareText } from '../i18n/format.ts';
import { rateOf, type Sample } from '../imports/rate.ts';

interface Props {
  /** What is done. */
  title: string;
  /** How far it is. */
  text: string;
  samples: readonly Sample[];
  /** 0 while that is not known. */
  total: number;
  /** How fast it is, as a text. */
  rateText: (perSecond: number) => string;
}

/** How far something is, how fast, and how long the rest takes. Read aloud are its quarters alone. */
export function StepProgress({ title, text, samples, total, rateText }: Props) {
  const { imports: t } = texts();
  const done = samples.at(-1)?.done ?? 0;
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const rate = rateOf(samples, total);
  const about =
    rate === null ? [] : [rateText(rate.perSecond), ...(total > done ? [formatText(t.left, { t: durationText(rate.left) })] : [])];
  return (
    <div class="stack">
      <p class="num">{text}</p>
      <progress {...(total > 0 ? { value: Math.min(done, total), max: total } : {})} aria-label={title} />
      <p class="meta num">{about.length === 0 ? '\u00a0' : about.join(' · ')}</p>
      <p class="hidden" role="status">
        {total > 0 ? formatText(t.percent, { state: title, p: shareText(Math.floor(share * 4) / 4) }) : title}
      </p>
    </div>
  );
}
