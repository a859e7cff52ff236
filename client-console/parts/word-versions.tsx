import { useEffect, useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import { numberText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { remember, toastWithUndo } from '../queue/undo.ts';
import { may } from '../session.ts';
import { getWords, getWordVersions, saveWords, type WordVersion } from '../site-calls.ts';
import { entriesBetween } from '../text/word-entries.ts';
import { toast } from '../toasts.ts';
import { type Draft, isUnsaved, loadDraft } from '../words/drafts.ts';
import { Chip, Failed, Loading, When } from './basic.tsx';
import { ask, Dialog } from './dialog.tsx';
import { DownloadButton } from './download-button.tsx';

const SHOWN = 5;

/** The saved versions of a list: how they differ from the one in force, with a button that puts one in force again. */
export function WordVersions({ site, draft }: { site: string; draft: Draft }) {
  const { versions: t, common } = texts();
  const [all, setAll] = useState<readonly WordVersion[] | null>(null);
  const [isFailed, setFailed] = useState(false);
  const [shown, setShown] = useState(SHOWN);
  const [looked, setLooked] = useState<number | null>(null);
  const current = all?.[0]?.version;

  const load = (): void => {
    setFailed(false);
    getWordVersions(site).then(
      ({ versions }) => setAll(versions),
      () => setFailed(true),
    );
  };
  useEffect(load, [site]);

  return (
    <section class="panel" aria-label={t.title}>
      <h2>{t.title}</h2>
      {all === null && (isFailed ? <Failed retry={load} /> : <Loading rows={1} />)}
      {all?.length === 0 && <p class="meta">{t.empty}</p>}
      {all !== null && all.length > 0 && (
        <ul class="lines">
          {all.slice(0, shown).map(({ version, entries, savedAt, by }) => (
            <li key={version} class="row">
              <span class="strong num">{formatText(t.one, { v: version })}</span>
              <span class="meta num">{formatText(t.entries, { n: numberText(entries) })}</span>
              <bdi class="meta">{by.id === 'system' ? common.system : by.name}</bdi>
              <When at={savedAt} />
              {version === current ? (
                <Chip tone="ok">{t.current}</Chip>
              ) : (
                <span class="rest row">
                  <button
                    type="button"
                    class="button small"
                    aria-label={formatText(t.lookOf, { v: version })}
                    onClick={() => setLooked(version)}
                  >
                    {t.look}
                  </button>
                  {may('words.change', site) && (
                    <button
                      type="button"
                      class="button small"
                      aria-label={formatText(t.bringOf, { v: version })}
                      onClick={() => void bringBack(site, version, draft)}
                    >
                      {t.bring}
                    </button>
                  )}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {all !== null && all.length > shown && (
        <div>
          <button type="button" class="linkish" onClick={() => setShown(all.length)}>
            {formatText(t.older, { n: numberText(all.length - shown) })}
          </button>
        </div>
      )}
      {looked !== null && (
        <VersionDialog
          site={site}
          version={looked}
          onClose={() => setLooked(null)}
          bring={may('words.change', site) ? () => void bringBack(site, looked, draft) : null}
        />
      )}
    </section>
  );
}

/** Puts an earlier version in force again; undoing that saves what was in force before. */
async function bringBack(site: string, version: number, draft: Draft): Promise<void> {
  const { versions: t, common } = texts();
  if (isUnsaved(draft) && !(await ask({ title: t.draftTitle, hint: t.draftHint, confirm: t.bring, isDanger: true }))) return;
  try {
    const [before, { text }] = await Promise.all([getWords(site), getWords(site, version)]);
    const saved = await saveWords(site, text, before.version);
    await loadDraft(site);
    const back = async (): Promise<void> => {
      await saveWords(site, before.text, `"${saved.version}"`);
      await loadDraft(site);
      toast(t.undone, { kind: 'decision' });
    };
    remember(Promise.resolve(back));
    toastWithUndo(formatText(t.broughtBack, { v: version }));
  } catch (error) {
    toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad', kind: 'note' });
  }
}

type Compared = { text: string; added: readonly string[]; removed: readonly string[] };

function VersionDialog({
  site,
  version,
  onClose,
  bring,
}: {
  site: string;
  version: number;
  onClose: () => void;
  bring: (() => void) | null;
}) {
  const { versions: t, common } = texts();
  const [compared, setCompared] = useState<Compared | null>(null);
  const [isFailed, setFailed] = useState(false);
  const load = (): void => {
    setFailed(false);
    Promise.all([getWords(site), getWords(site, version)]).then(
      ([now, past]) => setCompared({ text: past.text, ...entriesBetween(now.text, past.text) }),
      () => setFailed(true),
    );
  };
  useEffect(load, [site, version]);
  return (
    <Dialog title={formatText(t.diffTitle, { v: version })} isWide onClose={onClose}>
      {compared === null && (isFailed ? <Failed retry={load} /> : <Loading rows={1} />)}
      {compared !== null && (
        <>
          {compared.added.length + compared.removed.length === 0 && <p class="alert ok">{t.same}</p>}
          <Entries sign="+" title={formatText(t.added, { n: numberText(compared.added.length) })} lines={compared.added} />
          <Entries sign="−" title={formatText(t.removed, { n: numberText(compared.removed.length) })} lines={compared.removed} />
          <details>
            <summary>{t.whole}</summary>
            <pre class="code tall" tabIndex={0} role="region" aria-label={t.whole}>
              {compared.text}
            </pre>
          </details>
        </>
      )}
      <div class="foot">
        {compared !== null && <DownloadButton text={compared.text} name={`${site}-words-${version}.txt`} label={texts().words.download} />}
        <button type="button" class="button" autofocus onClick={onClose}>
          {common.close}
        </button>
        {bring !== null && (
          <button
            type="button"
            class="button main"
            onClick={() => {
              onClose();
              bring();
            }}
          >
            {t.bring}
          </button>
        )}
      </div>
    </Dialog>
  );
}

const MOST = 200;

function Entries({ sign, title, lines }: { sign: '+' | '−'; title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div class="stack">
      <h3>{title}</h3>
      <ul class={`code tall entries ${sign === '+' ? 'plus' : 'minus'}`} tabIndex={0} aria-label={title}>
        {lines.slice(0, MOST).map((line) => (
          <li key={line}>
            <span aria-hidden="true">{sign}</span>{' '}
            {line
              .split('\t')
              .filter((part) => part !== '')
              .join(' · ')}
          </li>
        ))}
        {lines.length > MOST && <li class="meta">{formatText(texts().words.moreLines, { n: numberText(lines.length - MOST) })}</li>}
      </ul>
    </div>
  );
}
