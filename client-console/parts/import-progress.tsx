import { useRef } from 'preact/hooks';
import type { ImportView } from '../../contract/imports.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { numberText } from '../i18n/format.ts';
import { type Sample, withSample } from '../imports/rate.ts';
import { StepProgress } from './step-progress.tsx';

/** How far the step is that an import is at. */
export function ImportProgress({ made }: { made: ImportView }) {
  const { imports: t } = texts();
  const { state, report, progress, updatedAt } = made;
  const seen = useRef<{ state: string; at: string; samples: readonly Sample[] }>({ state: '', at: '', samples: [] });
  // Measured by the clock of the service: answers may be late.
  if (seen.current.state !== state || seen.current.at !== updatedAt)
    seen.current = {
      state,
      at: updatedAt,
      samples: withSample(seen.current.state === state ? seen.current.samples : [], { at: Date.parse(updatedAt), done: progress.done }),
    };
  const { done } = progress;
  const all = state === 'running' ? (report?.comments ?? progress.total) : made.new;
  const total = state === 'reading' ? 0 : progress.total || all;
  const text = {
    reading: formatText(t.reading, { n: numberText(done) }),
    undoing: formatText(t.undoing, { done: numberText(done), total: numberText(total) }),
  };
  return (
    <>
      <StepProgress
        title={t.states[state]}
        text={
          state === 'reading' || state === 'undoing'
            ? text[state]
            : formatText(t.running, { done: numberText(done), total: numberText(total) })
        }
        samples={seen.current.samples}
        total={total}
        rateText={(perSecond) => formatText(t.rate, { n: numberText(Math.round(perSecond)) })}
      />
      <p class="meta">{t.readingHint}</p>
    </>
  );
}
