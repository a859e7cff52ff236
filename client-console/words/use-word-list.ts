import { useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import type { DryRunAnswer } from '../../contract/site.ts';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { numberText } from '../i18n/format.ts';
import { remember, toastWithUndo } from '../queue/undo.ts';
import { saveWords } from '../site-calls.ts';
import { needsRewriting, withLevel, withLines, withoutEntries } from '../text/word-entries.ts';
import { toast } from '../toasts.ts';
import {
  type Draft,
  drafts,
  keepDraft,
  keepTrial,
  type Refusal,
  type Trial,
  trials,
  tryAgain,
  tryList,
  withText,
  write,
} from './drafts.ts';

/** An entry of the list that a dry run names. */
export type FoundEntry = DryRunAnswer['words'][number];

/** Why a list could not be tried or saved; `isStale`: a colleague has saved another one. */
export interface WordListFault {
  isStale: boolean;
  text: string;
}

/** Replaces the text of a draft; the toast offers the way back, also to what was known of the text before. */
function replaceText(site: string, before: { text: string; trial: Trial | undefined }, text: string, message: string): void {
  write(site, text);
  const back = (): Promise<void> => {
    write(site, before.text);
    if (before.trial !== undefined) keepTrial(site, before.trial);
    toast(texts().trial.back, { kind: 'decision' });
    return Promise.resolve();
  };
  remember(Promise.resolve(back));
  toastWithUndo(message);
}

function changeMessage(one: string, many: string, wanted: readonly FoundEntry[]): string {
  const [first] = wanted;
  return wanted.length === 1 && first !== undefined
    ? formatText(one, { w: first.word })
    : formatText(many, { n: numberText(wanted.length) });
}

/** Changes to a list as it is written: each can be undone, and what a dry run found of the text is kept up to date. */
export function useWordChanges(site: string, draft: Draft, onChange: () => void) {
  const t = texts();
  const trial = trials.value.get(site);

  function change(text: string, message: string): void {
    replaceText(site, { text: draft.text, trial }, text, message);
    onChange();
  }

  /** Takes over a list in another form: what trying it found stays. */
  function rewrite(tried: Trial, text: string, message: string): Trial {
    const now = { ...tried, of: text, doubtful: tried.doubtful.filter(({ why }) => why !== 'read-by-blanks') };
    keepTrial(site, now);
    change(text, message);
    return now;
  }

  /** Changes entries that the dry run named, without waiting for another run. */
  function changeEntries(wanted: readonly FoundEntry[], text: string, message: string): void {
    change(text, message);
    if (trial === undefined) return;
    const isLeft = (one: FoundEntry): boolean => !wanted.includes(one);
    keepTrial(site, { ...trial, of: text, found: { ...trial.found, words: trial.found.words.filter(isLeft) } });
    void tryAgain(site, text);
  }
  return {
    change,
    /** Tries what is written, and brings it into the list format where it is in another. @throws like any call. */
    async tryOut(): Promise<Trial> {
      const { text } = draft;
      const tried = await tryList(site, text);
      const { format, list, warnings } = tried.found;
      if (needsRewriting(format, text) && tried.found.entries > 0) {
        return rewrite(tried, list, formatText(t.words.converted, { format: t.words.formats[format] }));
      }
      const withTabs = warnings.filter(({ as }) => as !== undefined);
      if (withTabs.length === 0) return tried;
      return rewrite(tried, withLines(text, withTabs), formatText(t.words.tabbed, { n: numberText(withTabs.length) }));
    },
    takeOut: (wanted: readonly FoundEntry[]): void =>
      changeEntries(wanted, withoutEntries(draft.text, wanted), changeMessage(t.trial.takenOut, t.trial.takenOutMany, wanted)),
    lower: (wanted: readonly FoundEntry[]): void =>
      changeEntries(wanted, withLevel(draft.text, wanted, 'review'), changeMessage(t.trial.lowered, t.trial.loweredMany, wanted)),
  };
}

/**
 * Tries and saves a list. A list of which a dry run found something doubtful is saved only after that was shown.
 * @param tryOut tries what is written
 * @param isDoubtful has somebody to look at what a dry run found before the list is in force?
 */
export function useWordSaving(site: string, draft: Draft, tryOut: () => Promise<Trial>, isDoubtful: (trial: Trial) => boolean) {
  const t = texts();
  const [outcome, setOutcome] = useState<{ entries: number; refused: readonly Refusal[] } | null>(null);
  const [fault, setFault] = useState<WordListFault | null>(null);
  const [busy, setBusy] = useState<'trying' | 'saving' | null>(null);
  const [isWarned, setWarned] = useState(false);
  const trial = trials.value.get(site);

  async function save(): Promise<void> {
    const isTried = trial?.of === draft.text;
    const tried = isTried && trial !== undefined ? trial : await tryOut();
    if (isDoubtful(tried) && !(isTried && isWarned)) {
      setWarned(true);
      return;
    }
    const text = tried.of;
    const { version, entries, refused } = await saveWords(site, text, draft.version);
    setOutcome({ entries, refused: withText(refused, text) });
    setWarned(false);
    // What was written meanwhile is still to be saved.
    const now = drafts.value.get(site)?.text ?? text;
    keepDraft(site, { text: now, saved: refused.length === 0 ? text : null, version: `"${version}"` });
  }

  async function run(what: 'trying' | 'saving'): Promise<void> {
    setBusy(what);
    setFault(null);
    try {
      if (what === 'trying') {
        await tryOut();
        setWarned(true);
      } else await save();
    } catch (error) {
      const problem = error instanceof Refused ? error.problem : null;
      const isStale = problem?.code === 'stale-revision';
      setFault({ isStale, text: isStale ? t.words.stale : (problem?.detail ?? t.common.noConnection) });
    } finally {
      setBusy(null);
    }
  }
  return { outcome, forgetOutcome: () => setOutcome(null), fault, forgetFault: () => setFault(null), busy, isWarned, run };
}
