import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import type { SiteFull } from '../../contract/site.ts';
import type { ReviewerKind } from '../../server/domain/enumerations.ts';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { remember, toastWithUndo } from '../queue/undo.ts';
import { changeSite } from '../site-calls.ts';
import { rememberSite } from '../sites.ts';
import {
  draftOfReviewer,
  faultsBefore,
  faultsOf,
  newReviewer,
  type ReviewerDraft,
  type ReviewerFault,
  reviewerOf,
} from '../text/reviewer-drafts.ts';
import { toast } from '../toasts.ts';

/** Unsaved lists by site: a moderator who looks at another screen loses none. */
const drafts = signal<ReadonlyMap<string, readonly ReviewerDraft[]>>(new Map());

function keep(site: string, list: readonly ReviewerDraft[] | null): void {
  const next = new Map(drafts.value);
  if (list === null) next.delete(site);
  else next.set(site, list);
  drafts.value = next;
}

/** The reviewers of a site as they are being changed. @param onChange runs after each change */
export function useReviewerList(site: SiteFull, onChange: () => void) {
  const t = texts().reviewers;
  const stored = site.reviewers.map(draftOfReviewer);
  const list = drafts.value.get(site.id) ?? stored;

  function put(next: readonly ReviewerDraft[]): void {
    keep(site.id, next);
    onChange();
  }

  return {
    list,
    isChanged: JSON.stringify(list.map(reviewerOf)) !== JSON.stringify(stored.map(reviewerOf)),
    change: (key: string, what: Partial<ReviewerDraft>): void => put(list.map((one) => (one.key === key ? { ...one, ...what } : one))),
    /** Adds a reviewer at the end; gives its key. */
    add(kind: ReviewerKind): string {
      const made = newReviewer(
        kind,
        list.map(({ id }) => id),
      );
      put([...list, made]);
      return made.key;
    },
    move(at: number, by: 1 | -1): void {
      const next = [...list];
      const [moved] = next.splice(at, 1);
      if (moved === undefined) return;
      next.splice(at + by, 0, moved);
      put(next);
    },
    remove(at: number): void {
      const gone = list[at];
      if (gone === undefined) return;
      put(list.filter(({ key }) => key !== gone.key));
      const back = (): Promise<void> => {
        const now = drafts.value.get(site.id) ?? stored;
        keep(site.id, [...now.slice(0, at), gone, ...now.slice(at)]);
        toast(formatText(t.back, { name: gone.id }), { kind: 'decision' });
        return Promise.resolve();
      };
      remember(Promise.resolve(back));
      toastWithUndo(formatText(t.removed, { name: gone.id }));
    },
    /** Drops all changes. */
    reset: (): void => keep(site.id, null),
  };
}

/** Saves the reviewers of a site. @param open opens the card of a reviewer, by its key; null closes all */
export function useReviewerSaving(site: SiteFull, open: (key: string | null) => void) {
  const { reviewers: t, common } = texts();
  const [faults, setFaults] = useState<readonly ReviewerFault[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  function forgetFaults(): void {
    setFaults([]);
    setFault(null);
  }

  /** Shows what is wrong, the first of it in its open card; false where nothing is. */
  function showFaults(found: readonly ReviewerFault[], list: readonly ReviewerDraft[]): boolean {
    const [first] = found;
    if (first === undefined) return false;
    setFaults(found);
    setFault(t.check);
    open(list[first.index]?.key ?? null);
    return true;
  }

  async function save(list: readonly ReviewerDraft[]): Promise<void> {
    forgetFaults();
    if (showFaults(faultsBefore(list), list)) return;
    setBusy(true);
    try {
      const saved = await changeSite(site.id, { reviewers: list.map(reviewerOf) });
      rememberSite(saved);
      keep(site.id, null);
      open(null);
      toast(t.saved);
    } catch (error) {
      const problem = error instanceof Refused ? error.problem : null;
      if (!showFaults(faultsOf(problem?.errors ?? [], list), list)) setFault(problem?.detail ?? common.noConnection);
    } finally {
      setBusy(false);
    }
  }
  return { faults, fault, forgetFaults, isBusy, save };
}
