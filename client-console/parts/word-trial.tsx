import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DryRunAnswer } from '../../contract/site.ts';
import { numberText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { labelOf, texts } from '../i18n/all.ts';
import { excerptOf } from '../text/word-entries.ts';
import type { Trial } from '../words/drafts.ts';
import { Chip } from './basic.tsx';
import { Refusals } from './refusals.tsx';

type Word = DryRunAnswer['words'][number];

interface Props {
  trial: Trial;
  /** The list was changed since. */
  isOld: boolean;
  takeOut: ((wanted: readonly Word[]) => void) | null;
  lower: (wanted: readonly Word[]) => void;
}

/** So many entries are shown at first. */
const SHOWN = 20;
/** Entries that refuse a harmless comment, hold it or mask words in it. Level `review` only shows comments to moderators, as they know. */
export const isHarmful = ({ sampleHits, level }: Word): boolean => sampleHits > 0 && level !== 'review' && level !== 'allow';
const mayBeLowered = ({ level }: Word): boolean => level === 'block' || level === 'hold';

/** What a dry run found: harmless sentences and comments of the site that the list would hit. */
export function WordTrial({ trial, isOld, takeOut, lower }: Props) {
  const { trial: t } = texts();
  const { entries, sample, texts: siteTexts, words: hit } = trial.found;
  const harmful = hit.filter(isHarmful);
  const others = hit.filter((one) => !isHarmful(one));
  const title = useRef<HTMLHeadingElement>(null);
  const count = useRef(hit.length);
  // The button that had the focus has gone with its entry.
  useLayoutEffect(() => {
    if (hit.length < count.current && document.activeElement === document.body) title.current?.focus();
    count.current = hit.length;
  }, [hit.length]);
  return (
    <section class="trial stack" aria-label={t.title}>
      <h3 ref={title} tabIndex={-1}>
        {t.title}
      </h3>
      {isOld && <p class="alert warn">{t.old}</p>}
      <ul class="tallies">
        <li>{formatText(t.entries, { n: numberText(entries) })}</li>
        <li class={sample.hit > 0 ? 'warn' : undefined}>
          {formatText(t.sample, { size: numberText(sample.size), hit: numberText(sample.hit) })}
        </li>
        <li>
          {siteTexts.size === 0 ? t.noTexts : formatText(t.texts, { size: numberText(siteTexts.size), hit: numberText(siteTexts.hit) })}
        </li>
      </ul>
      <Refusals refused={trial.refused} />
      <Refusals refused={trial.doubtful} title={texts().words.doubtful} />
      {harmful.length === 0 && trial.refused.length + trial.doubtful.length === 0 && entries > 0 && <p class="alert ok">{t.clean}</p>}
      {harmful.length > 0 && (
        <div class="stack">
          <div class="row">
            <h4 class="grow">{formatText(t.harm, { n: numberText(harmful.length) })}</h4>
            {takeOut !== null && !isOld && harmful.length > 1 && (
              <>
                <button
                  type="button"
                  class="button small"
                  onClick={() => lower(harmful.filter(mayBeLowered))}
                  disabled={!harmful.some(mayBeLowered)}
                >
                  {t.lowerAll}
                </button>
                <button type="button" class="button small" onClick={() => takeOut(harmful)}>
                  {t.takeOutAll}
                </button>
              </>
            )}
          </div>
          <p class="meta">{t.harmHint}</p>
          <Words all={harmful} takeOut={isOld ? null : takeOut} lower={lower} />
        </div>
      )}
      {others.length > 0 && (
        <details>
          <summary>{formatText(t.others, { n: numberText(others.length) })}</summary>
          <Words all={others} takeOut={isOld ? null : takeOut} lower={lower} />
        </details>
      )}
    </section>
  );
}

function Words({ all, takeOut, lower }: { all: readonly Word[] } & Pick<Props, 'takeOut' | 'lower'>) {
  const { trial: t } = texts();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ul class="hits">
        {all.slice(0, isOpen ? all.length : SHOWN).map((word) => (
          <HitWord key={`${word.word}\t${word.level}`} word={word} takeOut={takeOut} lower={lower} />
        ))}
      </ul>
      {all.length > SHOWN && !isOpen && (
        <div>
          <button type="button" class="linkish" onClick={() => setOpen(true)}>
            {formatText(t.moreWords, { n: numberText(all.length - SHOWN) })}
          </button>
        </div>
      )}
    </>
  );
}

function HitWord({ word, takeOut, lower }: { word: Word } & Pick<Props, 'takeOut' | 'lower'>) {
  const { trial: t, levels, categories } = texts();
  const { sampleHits, textHits, examples, level, category } = word;
  return (
    <li>
      <div class="row">
        <bdi class="strong">{word.word}</bdi>
        <Chip tone={level === 'block' ? 'bad' : level === 'hold' ? 'warn' : 'quiet'}>{levels[level]}</Chip>
        <span class="meta">{labelOf(categories, category)}</span>
        <span class="meta num">
          {[
            sampleHits > 0 ? formatText(t.sampleHits, { n: numberText(sampleHits) }) : '',
            textHits > 0 ? formatText(t.textHits, { n: numberText(textHits) }) : '',
          ]
            .filter((one) => one !== '')
            .join(' · ')}
        </span>
        {takeOut !== null && (
          <span class="rest row">
            {mayBeLowered(word) && (
              <button type="button" class="button small" aria-label={formatText(t.lowerOf, { w: word.word })} onClick={() => lower([word])}>
                {t.lower}
              </button>
            )}
            <button
              type="button"
              class="button small"
              aria-label={formatText(t.takeOutOf, { w: word.word })}
              onClick={() => takeOut([word])}
            >
              {t.takeOut}
            </button>
          </span>
        )}
      </div>
      <ul class="examples">
        {examples.map((example, i) => {
          const [before, found, behind] = excerptOf(example);
          return (
            <li key={i}>
              <span class="meta">{example.from === 'sample' ? t.fromSample : t.fromTexts}</span>
              <span>
                {before}
                <mark>{found}</mark>
                {behind}
              </span>
            </li>
          );
        })}
      </ul>
    </li>
  );
}
