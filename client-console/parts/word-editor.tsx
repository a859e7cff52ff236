import { useState } from 'preact/hooks';
import type { DryRunAnswer, SiteFull } from '../../contract/site.ts';
import { Refused } from '../api.ts';
import { numberText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { remember, toastWithUndo } from '../queue/undo.ts';
import { isAdministrator } from '../session.ts';
import { saveWords } from '../site-calls.ts';
import { linesOf } from '../text/lines.ts';
import { joined, needsRewriting, withLevel, withLines, withoutEntries } from '../text/word-entries.ts';
import { toast } from '../toasts.ts';
import {
  type Draft,
  drafts,
  isUnsaved,
  keepDraft,
  keepTrial,
  type Refusal,
  type Trial,
  trials,
  tryAgain,
  tryList,
  withText,
  write,
} from '../words/drafts.ts';
import { CopyButton } from './basic.tsx';
import { DownloadButton } from './download-button.tsx';
import { TextField } from './fields.tsx';
import { Refusals } from './refusals.tsx';
import { useTabKey } from './tab-key.ts';
import { WordAdder } from './word-adder.tsx';
import { WordFile } from './word-file.tsx';
import { isHarmful, WordTrial } from './word-trial.tsx';

interface Fault {
  isStale: boolean;
  text: string;
}

/** Is there anything in what a dry run found that somebody should look at before the list is in force? */
const isDoubtful = ({ found, refused, doubtful }: Trial): boolean =>
  refused.length > 0 || doubtful.length > 0 || found.words.some(isHarmful);

/** The list as text. It is tried before it is saved: what would hit harmless sentences is shown first. */
export function WordEditor({ site, draft, reload }: { site: SiteFull; draft: Draft; reload: () => void }) {
  const t = texts();
  const [outcome, setOutcome] = useState<{ entries: number; refused: readonly Refusal[] } | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState<'trying' | 'saving' | null>(null);
  const [isWarned, setWarned] = useState(false);
  const mayChange = isAdministrator();
  const trial = trials.value.get(site.id);
  const isTried = trial?.of === draft.text;

  /** Puts another text in the place of what is written; the way back is kept. */
  function change(text: string, message: string): void {
    const before = draft.text;
    const triedBefore = trial;
    write(site.id, text);
    setOutcome(null);
    const back = (): Promise<void> => {
      write(site.id, before);
      if (triedBefore !== undefined) keepTrial(site.id, triedBefore);
      toast(t.trial.back, { kind: 'decision' });
      return Promise.resolve();
    };
    remember(Promise.resolve(back));
    toastWithUndo(message);
  }

  /** Tries what is written, and brings it into the list format where it is in another. */
  async function tryOut(): Promise<Trial | null> {
    const { text } = draft;
    setFault(null);
    const tried = await tryList(site.id, text);
    const { format, list, warnings } = tried.found;
    if (needsRewriting(format, text) && tried.found.entries > 0) {
      return rewritten(tried, list, formatText(t.words.converted, { format: t.words.formats[format] }));
    }
    const withTabs = warnings.filter(({ as }) => as !== undefined);
    if (withTabs.length === 0) return tried;
    return rewritten(tried, withLines(text, withTabs), formatText(t.words.tabbed, { n: numberText(withTabs.length) }));
  }

  /** The same list in other words: what trying it found stays. */
  function rewritten(tried: Trial, text: string, message: string): Trial {
    const now = { ...tried, of: text, doubtful: tried.doubtful.filter(({ why }) => why !== 'read-by-blanks') };
    keepTrial(site.id, now);
    change(text, message);
    return now;
  }

  async function save(): Promise<void> {
    const tried = isTried ? trial : await tryOut();
    if (tried === null || tried === undefined) return;
    if (isDoubtful(tried) && !(isTried && isWarned)) {
      setWarned(true);
      return;
    }
    const text = tried.of;
    const { version, entries, refused } = await saveWords(site.id, text, draft.version);
    setOutcome({ entries, refused: withText(refused, text) });
    setWarned(false);
    // What was written meanwhile is still to be saved.
    const now = drafts.value.get(site.id)?.text ?? text;
    keepDraft(site.id, { text: now, saved: refused.length === 0 ? text : null, version: `"${version}"` });
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

  /** Changes entries that the dry run named; its finds are kept up without waiting for another run. */
  function mend(wanted: readonly Found[], text: string, message: string): void {
    change(text, message);
    if (trial === undefined) return;
    const isLeft = (one: Found): boolean => !wanted.includes(one);
    keepTrial(site.id, { ...trial, of: text, found: { ...trial.found, words: trial.found.words.filter(isLeft) } });
    void tryAgain(site.id, text);
  }
  const takeOut = (wanted: readonly Found[]): void =>
    mend(wanted, withoutEntries(draft.text, wanted), changeMessage(t.trial.takenOut, t.trial.takenOutMany, wanted));
  const lower = (wanted: readonly Found[]): void =>
    mend(wanted, withLevel(draft.text, wanted, 'review'), changeMessage(t.trial.lowered, t.trial.loweredMany, wanted));

  const hasToLook = isUnsaved(draft) && isWarned && isTried && trial !== undefined && isDoubtful(trial);
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        void run('saving');
      }}
    >
      <h2>{formatText(t.words.title, { name: site.name })}</h2>
      <div class="meta">
        <p>{t.words.hint}</p>
        <p>{t.words.levels}</p>
      </div>
      {!mayChange && <p class="alert warn">{t.sites.onlyAdministrators}</p>}
      {mayChange && <WordAdder add={(line) => write(site.id, joined(draft.text, `${line}\n`))} />}
      <Written site={site.id} draft={draft} mayChange={mayChange} change={change} onInput={() => setOutcome(null)} />
      {trial !== undefined && outcome === null && (
        <WordTrial trial={trial} isOld={!isTried} takeOut={mayChange ? takeOut : null} lower={lower} />
      )}
      {outcome !== null && (
        <div class="stack" role="status">
          <p class="alert ok">{formatText(t.words.saved, { n: numberText(outcome.entries) })}</p>
          <Refusals refused={outcome.refused} />
        </div>
      )}
      {fault !== null && (
        <div class="alert row" role="alert">
          <p class="grow">{fault.text}</p>
          {fault.isStale && <CopyButton text={draft.text} />}
          {fault.isStale && (
            <button
              type="button"
              class="button small"
              onClick={() => {
                setFault(null);
                reload();
              }}
            >
              {t.words.reload}
            </button>
          )}
        </div>
      )}
      <div class="save-bar">
        <span class="meta grow" role="status">
          {hasToLook ? t.words.lookFirst : mayChange && isUnsaved(draft) ? t.words.unsaved : ''}
        </span>
        <button
          type="button"
          class="button"
          disabled={busy !== null || linesOf(draft.text).length === 0}
          onClick={() => void run('trying')}
        >
          {busy === 'trying' ? t.words.trying : t.words.tryOut}
        </button>
        {mayChange && (
          <button type="submit" class="button main" disabled={!isUnsaved(draft) || busy !== null}>
            {busy === 'saving' ? t.common.saving : hasToLook ? t.words.saveAnyway : t.common.save}
          </button>
        )}
      </div>
    </form>
  );
}

type Found = DryRunAnswer['words'][number];

function changeMessage(one: string, many: string, wanted: readonly Found[]): string {
  const [first] = wanted;
  return wanted.length === 1 && first !== undefined
    ? formatText(one, { w: first.word })
    : formatText(many, { n: numberText(wanted.length) });
}

/** The text itself, into which files can be dropped. */
function Written({
  site,
  draft,
  mayChange,
  change,
  onInput,
}: {
  site: string;
  draft: Draft;
  mayChange: boolean;
  change: (text: string, message: string) => void;
  onInput: () => void;
}) {
  const { words: t } = texts();
  const { text } = draft;
  const count = linesOf(text).length;
  const onKeyDown = useTabKey();
  const download = <DownloadButton text={text} name={`${site}-words.txt`} label={t.download} disabled={count === 0} />;
  const field = (
    <div class="words-text">
      <TextField
        label={t.text}
        hint={[formatText(t.count, { n: numberText(count) }), ...(mayChange ? [t.tabHint] : [])].join(' · ')}
        onKeyDown={onKeyDown}
        value={text}
        onInput={(written) => {
          write(site, written);
          onInput();
        }}
        rows={14}
        disabled={!mayChange}
      />
    </div>
  );
  if (!mayChange) {
    return (
      <>
        {field}
        <div>{download}</div>
      </>
    );
  }
  return (
    <WordFile
      site={site}
      hasList={count > 0}
      more={download}
      take={(list, how, n) => {
        const message = how === 'append' && count > 0 ? t.fileAppended : t.fileReplaced;
        change(how === 'append' ? joined(text, list) : list, formatText(message, { n: numberText(n) }));
      }}
    >
      {field}
    </WordFile>
  );
}
