import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { SiteFull } from '../../contract/site.ts';
import { Refused } from '../api.ts';
import { getWords, saveWords } from '../calls.ts';
import { numberText } from '../i18n/format.ts';
import { fill, wordOf, words } from '../i18n/say.ts';
import { CopyButton, Failed, Loading } from '../parts/basic.tsx';
import { SiteHead } from '../parts/site-head.tsx';
import { TextField } from '../parts/fields.tsx';
import { WordAdder } from '../parts/word-adder.tsx';
import { routeText } from '../router.ts';
import { isAdministrator } from '../session.ts';
import { linesOf } from '../text/lines.ts';

interface Draft {
  text: string;
  /** What the service has; null once it has left out lines that still stand in the text. */
  saved: string | null;
  version: string;
}
type Refusals = readonly { line: number; why: string; text: string }[];

/** Half-made lists by site: a look at another screen loses none. */
const drafts = signal<ReadonlyMap<string, Draft>>(new Map());
const keep = (id: string, draft: Draft): void => {
  drafts.value = new Map(drafts.value).set(id, draft);
};
const isUnsaved = ({ text, saved }: Draft): boolean => text !== saved;

// Leaving the page is the one way to lose what was written.
addEventListener('beforeunload', (event) => {
  if ([...drafts.value.values()].some(isUnsaved)) event.preventDefault();
});

/** A site's word list as text; saving tells which lines were not taken, and why. */
export function SiteWords({ site }: { site: SiteFull }) {
  const said = words();
  const [failure, setFailure] = useState<string | null | undefined>(null);
  const draft = drafts.value.get(site.id);

  const load = (): void => {
    setFailure(null);
    getWords(site.id).then(
      ({ text, version }) => keep(site.id, { text, saved: text, version }),
      (error: unknown) => setFailure(error instanceof Refused ? error.problem.detail : undefined),
    );
  };
  useEffect(() => {
    const known = drafts.value.get(site.id);
    if (known === undefined || !isUnsaved(known)) load();
  }, [site.id]);

  return (
    <div class="page narrow stack">
      <SiteHead site={site} part="words" />
      {draft === undefined && failure === null && <Loading rows={1} />}
      {draft === undefined && failure !== null && <Failed retry={load} detail={failure} />}
      {draft !== undefined && <Editor site={site} draft={draft} reload={load} />}
      {draft === undefined ? null : (
        <p class="meta">
          <a href={routeText({ screen: 'try', query: { site: site.id } })}>{said.try.title}</a>
        </p>
      )}
    </div>
  );
}

function Editor({ site, draft, reload }: { site: SiteFull; draft: Draft; reload: () => void }) {
  const said = words();
  const [outcome, setOutcome] = useState<{ entries: number; refused: Refusals } | null>(null);
  const [fault, setFault] = useState<{ isStale: boolean; text: string } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { text, version } = draft;
  const mayChange = isAdministrator();
  const write = (changed: string): void => {
    keep(site.id, { ...draft, text: changed });
    setOutcome(null);
  };

  async function save(): Promise<void> {
    setBusy(true);
    setFault(null);
    try {
      const { version: now, entries, refused } = await saveWords(site.id, text, version);
      const lines = text.split('\n');
      setOutcome({ entries, refused: refused.map((one) => ({ ...one, text: lines[one.line - 1] ?? '' })) });
      keep(site.id, { text, saved: refused.length === 0 ? text : null, version: `"${now}"` });
    } catch (error) {
      const problem = error instanceof Refused ? error.problem : null;
      const isStale = problem?.code === 'stale-revision';
      setFault({ isStale, text: isStale ? said.words.stale : (problem?.detail ?? said.common.noConnection) });
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2>{fill(said.words.title, { name: site.name })}</h2>
      <div class="meta">
        <p>{said.words.hint}</p>
        <p>{said.words.levels}</p>
      </div>
      {!mayChange && <p class="alert warn">{said.sites.onlyAdministrators}</p>}
      {mayChange && <WordAdder add={(line) => write(`${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`)} />}
      <div class="words-text">
        <TextField
          label={said.words.text}
          hint={fill(said.words.count, { n: numberText(linesOf(text).length) })}
          value={text}
          onInput={write}
          rows={20}
          disabled={!mayChange}
        />
      </div>
      {outcome !== null && <Outcome {...outcome} />}
      {fault !== null && (
        <div class="alert row" role="alert">
          <p class="grow">{fault.text}</p>
          {fault.isStale && <CopyButton text={text} />}
          {fault.isStale && (
            <button
              type="button"
              class="button small"
              onClick={() => {
                setFault(null);
                reload();
              }}
            >
              {said.words.reload}
            </button>
          )}
        </div>
      )}
      {mayChange && (
        <div class="save-bar">
          {isUnsaved(draft) && <span class="meta grow">{said.words.unsaved}</span>}
          <button type="submit" class="button main" disabled={!isUnsaved(draft) || isBusy}>
            {isBusy ? said.common.saving : said.common.save}
          </button>
        </div>
      )}
    </form>
  );
}

/** What came of saving: how many entries count, and the lines that do not. */
function Outcome({ entries, refused }: { entries: number; refused: Refusals }) {
  const said = words().words;
  return (
    <div class="stack" role="status">
      <p class="alert ok">{fill(said.saved, { n: numberText(entries) })}</p>
      {refused.length > 0 && (
        <div class="alert warn">
          <p class="strong">{fill(said.refused, { n: numberText(refused.length) })}</p>
          <ul>
            {refused.map(({ line, why, text }) => (
              <li key={line}>
                {fill(said.line, { n: line })} <code>{text}</code>：{wordOf(said.why, why)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
