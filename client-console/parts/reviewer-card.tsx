import { useEffect, useRef } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { REVIEWER_FIELDS } from '../../server/domain/enumerations.ts';
import type { ReviewerDraft } from '../text/reviewer-drafts.ts';
import { Chip } from './basic.tsx';
import { ReviewerForm } from './reviewer-form.tsx';

interface Props {
  draft: ReviewerDraft;
  index: number;
  isLast: boolean;
  isOpen: boolean;
  /** The fields in which something is wrong. */
  faults: readonly string[];
  mayChange: boolean;
  toggle: () => void;
  change: (what: Partial<ReviewerDraft>) => void;
  move: (by: 1 | -1) => void;
  remove: () => void;
}

/** One reviewer: what it is and what it gets at a glance; all of it when it is opened. */
export function ReviewerCard({ draft, index, isLast, isOpen, faults, mayChange, toggle, change, move, remove }: Props) {
  const { reviewers: t } = texts();
  const { kind, id, when, sample, failMode, canBlock, fields } = draft;
  const name = `${t.kinds[kind]} ${id}`;
  const sent = REVIEWER_FIELDS.filter((one) => fields[one]).map((one) => t.fields[one]);
  const element = useRef<HTMLElement>(null);
  // The first field that needs a change gets the focus.
  useEffect(() => {
    if (isOpen && faults.length > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [isOpen, faults.join(',')]);
  return (
    <section ref={element} class="panel reviewer" aria-label={name}>
      <div class="row">
        <span class="place num" title={formatText(t.order, { n: index + 1 })}>
          {index + 1}
        </span>
        <h2>{t.kinds[kind]}</h2>
        <code class="meta">{id}</code>
        <span class="rest row">
          {mayChange && (
            <>
              <button
                type="button"
                class="button small"
                disabled={index === 0}
                aria-label={formatText(t.upOf, { name })}
                onClick={() => move(-1)}
              >
                {t.up}
              </button>
              <button
                type="button"
                class="button small"
                disabled={isLast}
                aria-label={formatText(t.downOf, { name })}
                onClick={() => move(1)}
              >
                {t.down}
              </button>
              <button
                type="button"
                class="button small danger"
                data-decides={id}
                aria-label={formatText(t.removeOf, { name })}
                onClick={remove}
              >
                {t.remove}
              </button>
            </>
          )}
          <button
            type="button"
            class="button small"
            aria-expanded={isOpen}
            aria-label={formatText(isOpen ? t.shutOf : t.openOf, { name })}
            onClick={toggle}
          >
            {isOpen ? t.shut : t.open}
          </button>
        </span>
      </div>
      <p class="chips">
        <Chip>{when === 'sample' ? `${t.whens.sample} ${sample}%` : t.whens[when]}</Chip>
        <Chip>{`${t.failMode}${t.colon}${t.failModes[failMode]}`}</Chip>
        {canBlock && <Chip tone="bad">{t.canBlock}</Chip>}
        <Chip tone={sent.length === 0 ? 'ok' : 'warn'}>
          {sent.length === 0 ? t.sentNothing : formatText(t.sentChip, { v: sent.join(t.comma) })}
        </Chip>
      </p>
      {isOpen && (
        <fieldset class="stack" disabled={!mayChange}>
          <ReviewerForm draft={draft} faults={faults} change={change} />
        </fieldset>
      )}
    </section>
  );
}
