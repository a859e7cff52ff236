import { useState } from 'preact/hooks';
import type { ImportView } from '../../contract/imports.ts';
import type { SiteFull } from '../../contract/site.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { Refused } from '../api.ts';
import { labelOf, texts } from '../i18n/all.ts';
import { numberText } from '../i18n/format.ts';
import { firstChoices } from '../imports/choices.ts';
import { discardImport, runImport, undoImport } from '../imports/import-calls.ts';
import { sources } from '../imports/upload.ts';
import { isGoing, useImport } from '../imports/use-import.ts';
import { Empty, Loading, When } from '../parts/basic.tsx';
import { ask } from '../parts/dialog.tsx';
import { BackIcon } from '../parts/icons.tsx';
import { ImportForm } from '../parts/import-form.tsx';
import { ImportOptions } from '../parts/import-options.tsx';
import { ImportOutcome } from '../parts/import-outcome.tsx';
import { ImportProgress } from '../parts/import-progress.tsx';
import { ImportReady } from '../parts/import-ready.tsx';
import { ImportReport } from '../parts/import-report.tsx';
import { ImportStateChip } from '../parts/import-state-chip.tsx';
import { useKeptFocus } from '../parts/keep-focus.ts';
import { routeText } from '../router.ts';
import { toast } from '../toasts.ts';

/** One import, whichever step it is at; a reload or another day shows the same. */
export function OneImport({ id, site }: { id: string; site: SiteFull }) {
  const { imports: t, common } = texts();
  const { made, isLost, refusal, put, look } = useImport(id);
  const [isBusy, setBusy] = useState(false);
  const element = useKeptFocus<HTMLElement>(made?.state);

  async function step(take: (id: string) => Promise<ImportView>): Promise<void> {
    setBusy(true);
    try {
      put(await take(id));
    } catch (error) {
      toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad', kind: 'note' });
      // Somebody else may have been first.
      look();
    } finally {
      setBusy(false);
    }
  }
  async function undo(): Promise<void> {
    const hint = formatText(t.undoHint, { n: numberText(made?.new ?? 0) });
    if (await ask({ title: t.undoTitle, hint, confirm: t.undoConfirm, isDanger: true })) await step(undoImport);
  }
  async function discard(): Promise<void> {
    if (await ask({ title: t.discardTitle, hint: t.discardHint, confirm: t.discardConfirm, isDanger: true })) await step(discardImport);
  }

  const back = (
    <a class="button plain small" href={routeText({ screen: 'sites', parts: [site.id, 'imports'] })}>
      <BackIcon />
      {t.all}
    </a>
  );
  if (refusal !== null || (made !== null && made.site !== site.id))
    return (
      <Empty title={refusal ?? t.gone}>
        <span>{back}</span>
      </Empty>
    );
  const name = made?.files.join('、') ?? '';
  return (
    <>
      <div>{back}</div>
      <div role="status">{isLost && <p class="alert warn">{t.lost}</p>}</div>
      {made === null ? (
        <Loading rows={2} />
      ) : (
        <section ref={element} class="panel" tabIndex={-1} aria-label={name}>
          <div class="stack">
            <h2>
              <bdi>{name}</bdi>
            </h2>
            <p class="row">
              <ImportStateChip state={made.state} />
              <When at={made.createdAt} />
            </p>
          </div>
          {isGoing(made) && <ImportProgress made={made} />}
          {made.state === 'ready' && <ImportReady made={made} site={site} isBusy={isBusy} run={() => void step(runImport)} />}
          {made.state === 'failed' && <Failure made={made} isBusy={isBusy} undo={() => void undo()} />}
          {made.state === 'discarded' && <Discarded />}
          {(made.state === 'done' || made.state === 'undone') && <ImportOutcome made={made} isBusy={isBusy} undo={() => void undo()} />}
          <ImportOptions options={made.options} site={site} />
          {(made.state === 'ready' || (made.state === 'failed' && made.report === null)) && (
            <DiscardButton isBusy={isBusy} discard={() => void discard()} />
          )}
          {made.state !== 'ready' && made.report !== null && (
            <details>
              <summary>{t.result}</summary>
              <ImportReport report={made.report} />
            </details>
          )}
        </section>
      )}
      {made?.state === 'failed' && <ImportForm site={site} form={id} title={t.retry} first={sourceOf(id, site)} />}
    </>
  );
}

const sourceOf = (id: string, site: SiteFull) => sources.get(id) ?? { file: null, choices: firstChoices(site) };

const Discarded = () => (
  <p class="alert" role="status">
    {texts().imports.discarded}
  </p>
);

const DiscardButton = ({ isBusy, discard }: { isBusy: boolean; discard: () => void }) => (
  <div class="row">
    <button type="button" class="button bad" disabled={isBusy} onClick={discard}>
      {texts().imports.discard}
    </button>
  </div>
);

function Failure({ made: { failure, report }, isBusy, undo }: { made: ImportView; isBusy: boolean; undo: () => void }) {
  // Where the file was read a part of it may be stored.
  const isPartly = report !== null;
  const { imports: t } = texts();
  const code = failure?.code ?? '';
  const hint = labelOf(t.failedHints, code);
  return (
    <div class="alert" role="alert">
      <p class="strong">{isPartly ? t.broken : t.failed}</p>
      {failure !== null && <p>{failure.message}</p>}
      {hint !== code && <p>{hint}</p>}
      {isPartly && (
        <p>
          <button type="button" class="button bad" disabled={isBusy} onClick={undo}>
            {t.undo}
          </button>
        </p>
      )}
    </div>
  );
}
