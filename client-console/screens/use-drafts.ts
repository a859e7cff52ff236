import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import type { ChangeSite, SiteFull } from '../../contract/site.ts';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { remember, toastWithUndo } from '../queue/undo.ts';
import { changeSite } from '../site-calls.ts';
import { rememberSite } from '../sites.ts';
import { toast } from '../toasts.ts';

/** A member of a setting that is a list, as far as it is filled in. */
export interface Draft {
  /** Stays the same while the id is being written. */
  key: string;
  id: string;
}

/** A field with a fault, of the draft at an index. */
export interface DraftFault {
  index: number;
  field: string;
}

/** A setting of a site that is a list whose members are filled in one by one and saved together. */
interface ListSetting<D extends Draft> {
  /** The members as they are stored. */
  stored: (site: SiteFull) => readonly D[];
  /** The setting as it is sent. */
  sent: (list: readonly D[]) => ChangeSite;
  /** Faults that show before anything is sent. */
  faultsBefore: (list: readonly D[]) => readonly DraftFault[];
  /** What the service found wrong. */
  faultsOf: (errors: readonly { path: string }[], list: readonly D[]) => readonly DraftFault[];
  texts: () => { back: string; removed: string; check: string; saved: string };
}

/** Over 80 lines because both hooks share the drafts: the hooks of such a setting. Unsaved lists stay while other screens are looked at. */
export function draftsOf<D extends Draft>(setting: ListSetting<D>) {
  const drafts = signal<ReadonlyMap<string, readonly D[]>>(new Map());

  function keep(site: string, list: readonly D[] | null): void {
    const next = new Map(drafts.value);
    if (list === null) next.delete(site);
    else next.set(site, list);
    drafts.value = next;
  }

  /** The members as they are being changed. @param onChange runs after each change */
  function useList(site: SiteFull, onChange: () => void) {
    const t = setting.texts();
    const stored = setting.stored(site);
    const list = drafts.value.get(site.id) ?? stored;

    function put(next: readonly D[]): void {
      keep(site.id, next);
      onChange();
    }

    return {
      list,
      isChanged: JSON.stringify(setting.sent(list)) !== JSON.stringify(setting.sent(stored)),
      change: (key: string, what: Partial<D>): void => put(list.map((one) => (one.key === key ? { ...one, ...what } : one))),
      /** Adds one at the end. */
      add: (made: D): void => put([...list, made]),
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

  /** Saves the members. @param open opens the card of one, by its key; null closes all */
  function useSaving(site: SiteFull, open: (key: string | null) => void) {
    const { common } = texts();
    const t = setting.texts();
    const [faults, setFaults] = useState<readonly DraftFault[]>([]);
    const [fault, setFault] = useState<string | null>(null);
    const [isBusy, setBusy] = useState(false);

    function forgetFaults(): void {
      setFaults([]);
      setFault(null);
    }

    /** Shows what is wrong, the first of it in its open card; false where nothing is. */
    function showFaults(found: readonly DraftFault[], list: readonly D[]): boolean {
      const [first] = found;
      if (first === undefined) return false;
      setFaults(found);
      setFault(t.check);
      open(list[first.index]?.key ?? null);
      return true;
    }

    async function save(list: readonly D[]): Promise<void> {
      forgetFaults();
      if (showFaults(setting.faultsBefore(list), list)) return;
      setBusy(true);
      try {
        const saved = await changeSite(site.id, setting.sent(list));
        rememberSite(saved);
        keep(site.id, null);
        open(null);
        toast(t.saved);
      } catch (error) {
        const problem = error instanceof Refused ? error.problem : null;
        if (!showFaults(setting.faultsOf(problem?.errors ?? [], list), list)) setFault(problem?.detail ?? common.noConnection);
      } finally {
        setBusy(false);
      }
    }
    return { faults, fault, forgetFaults, isBusy, save };
  }

  return { useList, useSaving };
}
