import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { SiteFull } from '../../contract/site.ts';
import { Refused } from '../api.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { Empty } from '../parts/basic.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { ReviewerCard } from '../parts/reviewer-card.tsx';
import { SiteHead } from '../parts/site-head.tsx';
import { remember, toastWithUndo } from '../queue/undo.ts';
import { isAdministrator } from '../session.ts';
import { changeSite } from '../site-calls.ts';
import { rememberSite } from '../sites.ts';
import {
  draftOfReviewer,
  faultsBefore,
  faultsOf,
  MOST_REVIEWERS,
  newReviewer,
  REVIEWER_KINDS,
  type ReviewerDraft,
  type ReviewerFault,
  type ReviewerKind,
  reviewerOf,
} from '../text/reviewer-drafts.ts';
import { toast } from '../toasts.ts';

/** Half-made lists by site: a look at another screen loses none. */
const drafts = signal<ReadonlyMap<string, readonly ReviewerDraft[]>>(new Map());

function keep(site: string, list: readonly ReviewerDraft[] | null): void {
  const next = new Map(drafts.value);
  if (list === null) next.delete(site);
  else next.set(site, list);
  drafts.value = next;
}

/** Who outside of the house is asked about comments, in which order, and what they are told. */
export function SiteReviewers({ site }: { site: SiteFull }) {
  const { reviewers: t, sites, common, words: list } = texts();
  const stored = site.reviewers.map(draftOfReviewer);
  const own = drafts.value.get(site.id) ?? stored;
  const [open, setOpen] = useState<string | null>(null);
  const [faults, setFaults] = useState<readonly ReviewerFault[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const mayChange = isAdministrator();
  const isChanged = JSON.stringify(own.map(reviewerOf)) !== JSON.stringify(stored.map(reviewerOf));

  const put = (next: readonly ReviewerDraft[]): void => {
    keep(site.id, next);
    setFaults([]);
    setFault(null);
  };
  const change = (key: string, what: Partial<ReviewerDraft>): void => put(own.map((one) => (one.key === key ? { ...one, ...what } : one)));

  function add(kind: ReviewerKind): void {
    const made = newReviewer(
      kind,
      own.map(({ id }) => id),
    );
    put([...own, made]);
    setOpen(made.key);
    setAdding(false);
  }

  function move(at: number, by: 1 | -1): void {
    const next = [...own];
    const [moved] = next.splice(at, 1);
    if (moved === undefined) return;
    next.splice(at + by, 0, moved);
    put(next);
  }

  function remove(at: number): void {
    const gone = own[at];
    if (gone === undefined) return;
    put(own.filter(({ key }) => key !== gone.key));
    const back = (): Promise<void> => {
      const now = drafts.value.get(site.id) ?? stored;
      keep(site.id, [...now.slice(0, at), gone, ...now.slice(at)]);
      toast(formatText(t.back, { name: gone.id }), { kind: 'decision' });
      return Promise.resolve();
    };
    remember(Promise.resolve(back));
    toastWithUndo(formatText(t.removed, { name: gone.id }));
  }

  function showFaults(found: readonly ReviewerFault[]): boolean {
    const [first] = found;
    if (first === undefined) return false;
    setFaults(found);
    setFault(t.check);
    setOpen(own[first.index]?.key ?? null);
    return true;
  }

  async function save(): Promise<void> {
    setFaults([]);
    setFault(null);
    if (showFaults(faultsBefore(own))) return;
    setBusy(true);
    try {
      const saved = await changeSite(site.id, { reviewers: own.map(reviewerOf) });
      rememberSite(saved);
      keep(site.id, null);
      setOpen(null);
      toast(t.saved);
    } catch (error) {
      const problem = error instanceof Refused ? error.problem : null;
      if (!showFaults(faultsOf(problem?.errors ?? [], own))) setFault(problem?.detail ?? common.noConnection);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div class="page narrow stack">
      <SiteHead site={site} part="reviewers" />
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p class="meta">{t.hint}</p>
        {!mayChange && <p class="alert warn">{sites.onlyAdministrators}</p>}
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
          <div class="save-bar">
            {fault !== null && (
              <p class="alert grow" role="alert">
                {fault}
              </p>
            )}
            {isChanged && fault === null && <span class="meta grow">{list.unsaved}</span>}
            <button
              type="button"
              class="button"
              disabled={!isChanged || isBusy}
              onClick={() => {
                keep(site.id, null);
                setFaults([]);
                setFault(null);
              }}
            >
              {common.cancel}
            </button>
            <button type="submit" class="button main" disabled={!isChanged || isBusy}>
              {isBusy ? common.saving : common.save}
            </button>
          </div>
        )}
      </form>
      {isAdding && <KindDialog add={add} onClose={() => setAdding(false)} />}
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
