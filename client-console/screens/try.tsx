import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { SITE_MODES } from '../../server/domain/enumerations.ts';
import { Refused } from '../api.ts';
import { type TryResult, tryText } from '../calls.ts';
import { numberText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { reasonText } from '../i18n/terms.ts';
import { Chip, Empty, Failed, Loading, StatusChip } from '../parts/basic.tsx';
import { CommentText, Marked } from '../parts/comment-text.tsx';
import { SelectField, TextField } from '../parts/fields.tsx';
import { Findings, VerdictChip } from '../parts/findings.tsx';
import { TryIcon } from '../parts/icons.tsx';
import { replaceQuery, route, routeText } from '../router.ts';
import { isSitesFailed, readSites, sites } from '../sites.ts';
import { chipsOf, reasonsOfFindings } from '../text/reasons.ts';

/** The text stays while the moderator looks at a word list and comes back. */
const text = signal('');
const name = signal('');

/** A text in, every finding out; nothing is stored. */
export function TryScreen() {
  const t = texts();
  const own = sites.value;
  return (
    <div class="page narrow stack">
      <div class="head">
        <h1>{t.try.title}</h1>
        <span class="meta">{t.try.hint}</span>
      </div>
      {own === null && (isSitesFailed.value ? <Failed retry={() => void readSites()} /> : <Loading rows={1} />)}
      {own?.length === 0 && (
        <Empty icon={<TryIcon />} title={t.common.noSites} hint={t.try.needSite}>
          <a class="button" href={routeText({ screen: 'sites' })}>
            {t.nav.sites}
          </a>
        </Empty>
      )}
      {own !== null && own.length > 0 && <Bench />}
    </div>
  );
}

function Bench() {
  const t = texts();
  const own = sites.value ?? [];
  const site = own.find(({ id }) => id === route.value.query.site)?.id ?? own[0]?.id ?? '';
  const [result, setResult] = useState<Tried | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function run(): Promise<void> {
    const body = text.value;
    if (body.trim() === '') return;
    const by = name.value.trim();
    setBusy(true);
    setFault(null);
    try {
      setResult({ body, name: by, result: await tryText({ site, body, ...(by === '' ? {} : { name: by }) }) });
    } catch (error) {
      setFault(error instanceof Refused ? error.problem.detail : t.common.noConnection);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <form
        class="panel"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void run();
        }}
      >
        <div class="pair">
          <SelectField
            label={t.queue.site}
            value={site}
            options={own.map(({ id, name: title }) => [id, title] as const)}
            onChange={(chosen) => replaceQuery({ site: chosen })}
          />
          <TextField label={t.try.name} value={name.value} onInput={(value) => (name.value = value)} maxlength={100} />
        </div>
        <TextField
          label={t.try.text}
          placeholder={t.try.placeholder}
          value={text.value}
          onInput={(value) => (text.value = value)}
          rows={5}
        />
        {fault !== null && (
          <p class="alert" role="alert">
            {fault}
          </p>
        )}
        <div class="row">
          <button type="submit" class="button main" disabled={isBusy || text.value.trim() === ''}>
            {t.try.run}
          </button>
          <kbd aria-hidden="true">Ctrl ↵</kbd>
        </div>
      </form>
      <div role="status">{result !== null && <Result {...result} />}</div>
    </>
  );
}

interface Tried {
  body: string;
  name: string;
  result: TryResult;
}

function Result({ body, name: by, result }: Tried) {
  const t = texts();
  const { verdict, status, findings, micros } = result;
  const chips = chipsOf({ reasons: reasonsOfFindings(findings), reports: [], kinds: [] });
  return (
    <section class="panel" aria-label={t.try.verdict}>
      <div class="row">
        <h2>{t.try.verdict}</h2>
        <VerdictChip verdict={verdict} />
        <span class="meta num">{tookText(micros)}</span>
      </div>
      <div class="tried-all">
        {by !== '' && (
          <p>
            <span class="meta">{t.try.byName}</span>{' '}
            <bdi class="strong">
              <Marked text={by} findings={findings} field="name" />
            </bdi>
          </p>
        )}
        <CommentText key={body} class="tried" body={body} findings={findings} />
      </div>
      {chips.length > 0 && (
        <div class="stack">
          <h3>{t.try.reasons}</h3>
          <p class="chips">
            {chips.map((chip) => (
              <Chip key={`${chip.name}:${chip.about}`} tone={chip.tone}>
                {reasonText(chip)}
              </Chip>
            ))}
          </p>
        </div>
      )}
      <div class="stack">
        <h3>{t.try.under}</h3>
        <div class="verdict">
          {SITE_MODES.map((mode) => (
            <div key={mode}>
              <span class="meta">{t.modes[mode]}</span>
              <span>
                <StatusChip status={status[mode]} />
              </span>
            </div>
          ))}
        </div>
      </div>
      {findings.length === 0 ? <p class="meta">{t.try.clean}</p> : <Findings findings={findings} body={body} name={by} />}
      {findings.some(({ active }) => !active) && <p class="meta">{t.findings.inactiveHint}</p>}
    </section>
  );
}

/** Micro-seconds, or milliseconds where those are many. */
const tookText = (micros: number): string =>
  micros < 1000
    ? formatText(texts().try.took, { n: numberText(micros) })
    : formatText(texts().try.tookMillis, { n: numberText(Math.round(micros / 100) / 10) });
