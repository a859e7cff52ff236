import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { DryRunAnswer } from '../../contract/site.ts';
import { Refused } from '../api.ts';
import { numberText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { dryRunWords } from '../site-calls.ts';
import { toast } from '../toasts.ts';
import { type Refusal, withText } from '../words/drafts.ts';
import { LARGEST_FILE, readTextFile } from '../words/read-file.ts';
import { Dialog } from './dialog.tsx';
import { Refusals } from './refusals.tsx';

interface Opened {
  name: string;
  encoding: string | null;
  found: DryRunAnswer;
  refused: readonly Refusal[];
}

interface Props {
  site: string;
  /** Is there a list that the file can be added to? */
  hasList: boolean;
  /** Gets the file's entries in the list format, and how many they are. */
  take: (list: string, how: 'append' | 'replace', entries: number) => void;
  /** What else can be done with the list. */
  more?: ComponentChildren;
  children: ComponentChildren;
}

/** Takes files that are dropped or opened: they are read in the browser, and the moderator chooses how their entries are taken over. */
export function WordFile({ site, hasList, take, more, children }: Props) {
  const t = texts();
  const [isOver, setOver] = useState(false);
  const [isReading, setReading] = useState(false);
  const [opened, setOpened] = useState<Opened | null>(null);
  const picker = useRef<HTMLInputElement>(null);

  async function open(file: File | undefined): Promise<void> {
    if (file === undefined || isReading) return;
    const fail = (text: string): void => toast(text, { tone: 'bad', kind: 'note' });
    if (file.size > LARGEST_FILE) return fail(t.words.fileTooLarge);
    setReading(true);
    try {
      const read = await readTextFile(file);
      if (read === null) return fail(t.words.fileBroken);
      const found = await dryRunWords(site, read.text);
      setOpened({ name: file.name, encoding: read.encoding, found, refused: withText(found.refused, read.text) });
    } catch (error) {
      fail(error instanceof Refused ? error.problem.detail : t.common.noConnection);
    } finally {
      setReading(false);
    }
  }

  return (
    <div
      class={`drop${isOver ? ' over' : ''}`}
      onDragOver={(event) => {
        if (event.dataTransfer?.types.includes('Files') !== true) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver(false);
      }}
      onDrop={(event) => {
        if (event.dataTransfer?.types.includes('Files') !== true) return;
        event.preventDefault();
        setOver(false);
        void open(event.dataTransfer.files[0]);
      }}
    >
      {children}
      <div class="row">
        <button type="button" class="button small" disabled={isReading} onClick={() => picker.current?.click()}>
          {isReading ? t.words.trying : t.words.openFile}
        </button>
        {more}
        <span class="meta">{isOver ? t.words.dropHere : t.words.dropHint}</span>
        <input
          ref={picker}
          type="file"
          class="hidden"
          tabIndex={-1}
          aria-label={t.words.openFile}
          accept=".txt,.csv,.tsv,.json,.dic,.list,text/*,application/json"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            void open(file);
            // The same file can be chosen again.
            event.currentTarget.value = '';
          }}
        />
      </div>
      {opened !== null && <Question opened={opened} hasList={hasList} take={take} close={() => setOpened(null)} />}
    </div>
  );
}

function Question({ opened, hasList, take, close }: { opened: Opened; close: () => void } & Pick<Props, 'hasList' | 'take'>) {
  const { words: t, common } = texts();
  const { name, encoding, found, refused } = opened;
  const use = (how: 'append' | 'replace'): void => {
    close();
    take(found.list, how, found.entries);
  };
  return (
    <Dialog title={formatText(t.fileTitle, { name })} onClose={close}>
      <p>{formatText(t.fileFound, { format: t.formats[found.format], n: numberText(found.entries) })}</p>
      {encoding !== null && <p class="meta">{formatText(t.fileRecoded, { v: encoding })}</p>}
      <Refusals refused={refused} />
      <div class="foot">
        <button type="button" class="button" onClick={close}>
          {common.cancel}
        </button>
        {hasList && (
          <button type="button" class="button" disabled={found.entries === 0} onClick={() => use('replace')}>
            {t.fileReplace}
          </button>
        )}
        <button type="button" class="button main" disabled={found.entries === 0} onClick={() => use('append')}>
          {hasList ? t.fileAppend : common.confirm}
        </button>
      </div>
    </Dialog>
  );
}
