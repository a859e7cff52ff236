import { useEffect, useRef } from 'preact/hooks';
import { fill, words } from '../i18n/all.ts';
import { type ReviewerDraft, SENT_FIELDS } from '../text/reviewer-drafts.ts';
import { Chip } from './basic.tsx';
import { ReviewerForm } from './reviewer-form.tsx';

interface Props {
  draft: ReviewerDraft;
  place: number;
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
export function ReviewerCard({ draft, place, isLast, isOpen, faults, mayChange, toggle, change, move, remove }: Props) {
  const { reviewers: said } = words();
  const { kind, id, when, sample, failMode, canBlock, fields } = draft;
  const name = `${said.kinds[kind]} ${id}`;
  const sent = SENT_FIELDS.filter((one) => fields[one]).map((one) => said.fields[one]);
  const element = useRef<HTMLElement>(null);
  // The first field that needs a change gets the focus.
  useEffect(() => {
    if (isOpen && faults.length > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [isOpen, faults.join(',')]);
  return (
    <section ref={element} class="panel reviewer" aria-label={name}>
      <div class="row">
        <span class="place num" title={fill(said.order, { n: place + 1 })}>
          {place + 1}
        </span>
        <h2>{said.kinds[kind]}</h2>
        <code class="meta">{id}</code>
        <span class="rest row">
          {mayChange && (
            <>
              <button
                type="button"
                class="button small"
                disabled={place === 0}
                aria-label={fill(said.upOf, { name })}
                onClick={() => move(-1)}
              >
                {said.up}
              </button>
              <button type="button" class="button small" disabled={isLast} aria-label={fill(said.downOf, { name })} onClick={() => move(1)}>
                {said.down}
              </button>
              <button
                type="button"
                class="button small danger"
                data-decides={id}
                aria-label={fill(said.removeOf, { name })}
                onClick={remove}
              >
                {said.remove}
              </button>
            </>
          )}
          <button
            type="button"
            class="button small"
            aria-expanded={isOpen}
            aria-label={fill(isOpen ? said.shutOf : said.openOf, { name })}
            onClick={toggle}
          >
            {isOpen ? said.shut : said.open}
          </button>
        </span>
      </div>
      <p class="chips">
        <Chip>{when === 'sample' ? `${said.whens.sample} ${sample}%` : said.whens[when]}</Chip>
        <Chip>{`${said.failMode}${said.colon}${said.failModes[failMode]}`}</Chip>
        {canBlock && <Chip tone="bad">{said.canBlock}</Chip>}
        <Chip tone={sent.length === 0 ? 'ok' : 'warn'}>
          {sent.length === 0 ? said.sentNothing : fill(said.sentChip, { v: sent.join(said.comma) })}
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
