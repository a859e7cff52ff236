import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';

/** What every card of such a list is given. */
export interface DraftCardProps {
  index: number;
  isLast: boolean;
  isOpen: boolean;
  /** The fields in which something is wrong. */
  faults: readonly string[];
  mayChange: boolean;
  toggle: () => void;
  move: (by: 1 | -1) => void;
  remove: () => void;
}

interface Props extends DraftCardProps {
  id: string;
  title: string;
  name: string;
  /** What it is at a glance. */
  glance: ComponentChildren;
  /** Its form, while it is open. */
  children: ComponentChildren;
}

/** One member of a list that is a setting: what it is at a glance; all of it when it is opened. */
export function DraftCard({ id, title, name, glance, children, index, isLast, isOpen, faults, mayChange, toggle, move, remove }: Props) {
  const { reviewers: t } = texts();
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
        <h2>{title}</h2>
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
      <p class="chips">{glance}</p>
      {isOpen && (
        <fieldset class="stack" disabled={!mayChange}>
          {children}
        </fieldset>
      )}
    </section>
  );
}
