import { useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import type { SiteFull } from '../../contract/site.ts';
import { texts } from '../i18n/all.ts';
import { Empty } from '../parts/basic.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { ReviewerCard } from '../parts/reviewer-card.tsx';
import { SaveBar } from '../parts/save-bar.tsx';
import { SiteHead } from '../parts/site-head.tsx';
import { may } from '../session.ts';
import { REVIEWER_KINDS, type ReviewerKind } from '../../server/domain/enumerations.ts';
import { MOST_REVIEWERS } from '../../server/domain/reviewer-settings.ts';
import { newReviewer } from '../text/reviewer-drafts.ts';
import { reviewerDrafts } from './use-reviewers.ts';

/** Over 80 lines because of its markup: the reviewers outside of the service that are asked about a site's comments, in which order, and what is sent to them. */
export function SiteReviewers({ site }: { site: SiteFull }) {
  const { reviewers: t, sites } = texts();
  const [open, setOpen] = useState<string | null>(null);
  const { faults, fault, forgetFaults, isBusy, save } = reviewerDrafts.useSaving(site, setOpen);
  const { list: own, isChanged, change, add, move, remove, reset } = reviewerDrafts.useList(site, forgetFaults);
  const [isAdding, setAdding] = useState(false);
  const mayChange = may('site.change', site.id);

  return (
    <div class="page narrow stack">
      <SiteHead site={site} part="reviewers" />
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save(own);
        }}
      >
        <p class="meta">{t.hint}</p>
        {!mayChange && <p class="alert warn">{sites.readOnly}</p>}
        {own.length === 0 && (
          <div class="panel">
            <Empty title={t.empty} hint={t.emptyHint} />
          </div>
        )}
        {own.length > 0 && (
          <ol class="stack">
            {own.map((draft, i) => (
              <li key={draft.key}>
                <ReviewerCard
                  draft={draft}
                  index={i}
                  isLast={i === own.length - 1}
                  isOpen={open === draft.key}
                  faults={faults.filter(({ index }) => index === i).map(({ field }) => field)}
                  mayChange={mayChange}
                  toggle={() => setOpen(open === draft.key ? null : draft.key)}
                  change={(what) => change(draft.key, what)}
                  move={(by) => move(i, by)}
                  remove={() => remove(i)}
                />
              </li>
            ))}
          </ol>
        )}
        {mayChange && (
          <div class="row">
            <button type="button" class="button" disabled={own.length >= MOST_REVIEWERS} onClick={() => setAdding(true)}>
              {t.add}…
            </button>
            {own.length >= MOST_REVIEWERS && <span class="meta">{formatText(t.most, { n: MOST_REVIEWERS })}</span>}
          </div>
        )}
        {mayChange && (
          <SaveBar
            fault={fault}
            isChanged={isChanged}
            isBusy={isBusy}
            cancel={() => {
              reset();
              forgetFaults();
            }}
          />
        )}
      </form>
      {isAdding && (
        <KindDialog
          add={(kind) => {
            const made = newReviewer(
              kind,
              own.map(({ id }) => id),
            );
            add(made);
            setOpen(made.key);
            setAdding(false);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  );
}

function KindDialog({ add, onClose }: { add: (kind: ReviewerKind) => void; onClose: () => void }) {
  const { reviewers: t, common } = texts();
  return (
    <Dialog title={t.addTitle} onClose={onClose}>
      <ul class="kinds">
        {REVIEWER_KINDS.map((kind) => (
          <li key={kind}>
            <button type="button" onClick={() => add(kind)}>
              <strong>{t.kinds[kind]}</strong>
              <span class="meta">{t.kindHint[kind]}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="foot">
        <button type="button" class="button" onClick={onClose}>
          {common.cancel}
        </button>
      </div>
    </Dialog>
  );
}
