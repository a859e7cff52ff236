import type { ImportView } from '../../contract/imports.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { numberText } from '../i18n/format.ts';
import { routeText } from '../router.ts';
import { ReportButton } from './report-button.tsx';

/** What an import has come to, where to go from there, and the way back. */
export function ImportOutcome({ made, isBusy, undo }: { made: ImportView; isBusy: boolean; undo: () => void }) {
  const { imports: t } = texts();
  const { site, report, left } = made;
  const query = { site };
  const comments = <a href={routeText({ screen: 'comments', query })}>{t.commentsLink}</a>;
  if (made.state === 'undone')
    return (
      <>
        <p class={`alert ${left === 0 ? 'ok' : 'warn'}`} role="status">
          {left === 0 ? t.undone : formatText(t.undoneLeft, { n: numberText(left) })}
        </p>
        <p class="row">{comments}</p>
      </>
    );
  const pending = report?.statuses.pending ?? 0;
  const { failure } = made;
  const counts = { new: numberText(made.new), updated: numberText(made.updated), known: numberText(made.known) };
  return (
    <>
      {failure !== null && (
        <p class="alert" role="alert">
          {failure.message}
        </p>
      )}
      <div class="alert ok" role="status">
        <p class="strong">{t.done}</p>
        <p class="num">{formatText(t.doneCounts, counts)}</p>
      </div>
      <p class="row">
        {pending > 0 && <a href={routeText({ screen: 'queue', query })}>{formatText(t.pendingLink, { n: numberText(pending) })}</a>}
        {comments}
      </p>
      <div class="row">
        <ReportButton id={made.id} />
        {made.new > 0 && (
          <button type="button" class="button bad" disabled={isBusy} onClick={undo}>
            {t.undo}
          </button>
        )}
      </div>
    </>
  );
}
