import { useMemo } from 'preact/hooks';
import type { ReportedText } from '../../contract/moderation.ts';
import { numberText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/texts.ts';
import { differenceOf } from '../text/difference.ts';
import { Chip, When } from './basic.tsx';
import { Foldable } from './comment-text.tsx';

/** What readers reported before the author changed it, with what is different now; nothing where nothing was changed. */
export function ReportedTexts({ reported, body }: { reported: readonly ReportedText[]; body: string }) {
  const t = texts().reported;
  if (reported.length === 0) return null;
  return (
    <section class="versions reported" aria-label={t.title}>
      {reported.map((one) => (
        <div key={one.revision} class="stack">
          <div class="row">
            <h3>{t.title}</h3>
            <span class="meta num">{formatText(t.version, { v: numberText(one.revision) })}</span>
            <Chip tone="bad">{formatText(t.times, { n: numberText(one.reports) })}</Chip>
            <When at={one.at} />
          </div>
          <Difference before={one.body} after={body} />
        </div>
      ))}
      <p class="meta">{t.hint}</p>
    </section>
  );
}

/** Two texts as one: removed parts are struck through, added parts are underlined. */
function Difference({ before, after }: { before: string; after: string }) {
  const t = texts().reported;
  const pieces = useMemo(() => differenceOf(before, after), [before, after]);
  return (
    <Foldable text={before} class="words difference">
      {pieces.map(({ kind, text }, i) => {
        if (kind === 'same') return text;
        if (kind === 'gone') {
          return (
            <del key={i}>
              <span class="hidden">{t.gone}</span>
              {text}
            </del>
          );
        }
        return (
          <ins key={i}>
            <span class="hidden">{t.added}</span>
            {text}
          </ins>
        );
      })}
    </Foldable>
  );
}
