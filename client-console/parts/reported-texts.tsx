import { useMemo } from 'preact/hooks';
import type { ReportedText } from '../../contract/moderation.ts';
import { numberText } from '../i18n/format.ts';
import { fill, words } from '../i18n/texts.ts';
import { differenceOf } from '../text/difference.ts';
import { Chip, When } from './basic.tsx';
import { Foldable } from './comment-text.tsx';

/** What readers reported before the author changed it, with what is different now; nothing where nothing was changed. */
export function ReportedTexts({ reported, body }: { reported: readonly ReportedText[]; body: string }) {
  const said = words().reported;
  if (reported.length === 0) return null;
  return (
    <section class="versions reported" aria-label={said.title}>
      {reported.map((one) => (
        <div key={one.revision} class="stack">
          <div class="row">
            <h3>{said.title}</h3>
            <span class="meta num">{fill(said.version, { v: numberText(one.revision) })}</span>
            <Chip tone="bad">{fill(said.times, { n: numberText(one.reports) })}</Chip>
            <When at={one.at} />
          </div>
          <Difference before={one.body} after={body} />
        </div>
      ))}
      <p class="meta">{said.hint}</p>
    </section>
  );
}

/** Two texts as one: what is gone is struck through, what is new is underlined. */
function Difference({ before, after }: { before: string; after: string }) {
  const said = words().reported;
  const pieces = useMemo(() => differenceOf(before, after), [before, after]);
  return (
    <Foldable text={before} class="words difference">
      {pieces.map(({ kind, text }, i) => {
        if (kind === 'same') return text;
        if (kind === 'gone') {
          return (
            <del key={i}>
              <span class="hidden">{said.gone}</span>
              {text}
            </del>
          );
        }
        return (
          <ins key={i}>
            <span class="hidden">{said.added}</span>
            {text}
          </ins>
        );
      })}
    </Foldable>
  );
}
