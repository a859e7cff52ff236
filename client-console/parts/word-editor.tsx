import { formatText } from '../../client-shared/i18n.ts';
import type { SiteFull } from '../../contract/site.ts';
import { texts } from '../i18n/all.ts';
import { numberText } from '../i18n/format.ts';
import { may } from '../session.ts';
import { linesOf } from '../text/lines.ts';
import { joined } from '../text/word-entries.ts';
import { type Draft, isUnsaved, type Trial, trials, write } from '../words/drafts.ts';
import { useWordChanges, useWordSaving, type WordListFault } from '../words/use-word-list.ts';
import { CopyButton } from './basic.tsx';
import { DownloadButton } from './download-button.tsx';
import { TextField } from './fields.tsx';
import { Refusals } from './refusals.tsx';
import { useTabKey } from './tab-key.ts';
import { WordAdder } from './word-adder.tsx';
import { WordFile } from './word-file.tsx';
import { isHarmful, WordTrial } from './word-trial.tsx';

/** Did a dry run find anything that a moderator should look at before the list is in force? */
const isDoubtful = ({ found, refused, doubtful }: Trial): boolean =>
  refused.length > 0 || doubtful.length > 0 || found.words.some(isHarmful);

/** The list as text. It is tried before it is saved: what would hit harmless sentences is shown first. */
export function WordEditor({ site, draft, reload }: { site: SiteFull; draft: Draft; reload: () => void }) {
  const t = texts();
  const mayChange = may('words.change', site.id);
  const trial = trials.value.get(site.id);
  const isTried = trial?.of === draft.text;

  const { change, tryOut, takeOut, lower } = useWordChanges(site.id, draft, () => forgetOutcome());
  const { outcome, forgetOutcome, fault, forgetFault, busy, isWarned, run } = useWordSaving(site.id, draft, tryOut, isDoubtful);
  const mustLook = isUnsaved(draft) && isWarned && isTried && trial !== undefined && isDoubtful(trial);
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
      {!mayChange && <p class="alert warn">{t.sites.readOnly}</p>}
      {mayChange && <WordAdder add={(line) => write(site.id, joined(draft.text, `${line}\n`))} />}
      <Written site={site.id} draft={draft} mayChange={mayChange} change={change} onInput={forgetOutcome} />
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
        <FaultAlert
          fault={fault}
          text={draft.text}
          reload={() => {
            forgetFault();
            reload();
          }}
        />
      )}
      <div class="save-bar">
        <span class="meta grow" role="status">
          {mustLook ? t.words.lookFirst : mayChange && isUnsaved(draft) ? t.words.unsaved : ''}
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
            {busy === 'saving' ? t.common.saving : mustLook ? t.words.saveAnyway : t.common.save}
          </button>
        )}
      </div>
    </form>
  );
}

/** Why the list could not be saved; where a colleague has saved another one, the moderator can copy this text and load the other. */
function FaultAlert({ fault, text, reload }: { fault: WordListFault; text: string; reload: () => void }) {
  return (
    <div class="alert row" role="alert">
      <p class="grow">{fault.text}</p>
      {fault.isStale && <CopyButton text={text} />}
      {fault.isStale && (
        <button type="button" class="button small" onClick={reload}>
          {texts().words.reload}
        </button>
      )}
    </div>
  );
}

/** The field with the text, into which files can be dropped. */
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
