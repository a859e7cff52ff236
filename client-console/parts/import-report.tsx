import type { ImportReportView } from '../../contract/imports.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { numberText } from '../i18n/format.ts';
import { Chip } from './basic.tsx';

/** So many lines of a kind are shown; the report that can be saved has more. */
const MOST = 20;

type Place = Pick<ImportReportView['skipped'][number], 'line' | 'entry'>;

/** Where something stands, in the language of the person; null where that is not known. */
function placeText({ line, entry }: Place): string | null {
  const { imports: t } = texts();
  if (line === null) return entry;
  const n = numberText(line);
  return entry === null ? formatText(t.line, { n }) : formatText(t.entryLine, { file: entry, n });
}

function firstText(place: Place): string | null {
  const text = placeText(place);
  return text === null ? null : formatText(texts().imports.first, { place: text });
}

/** What has been understood of a file. */
export function ImportReport({ report }: { report: ImportReportView }) {
  const { imports: t } = texts();
  const { records, comments, threads, people, maxDepth, closedThreads, orphans, rehung, takenKeys } = report;
  const remarks = [
    [closedThreads, t.closed],
    [orphans, t.orphans],
    [rehung, t.rehung],
    [takenKeys, t.takenKeys],
  ] as const;
  return (
    <div class="stack">
      <dl class="facts">
        <Fact label={t.records} text={numberText(records)} />
        <Fact label={t.comments} text={numberText(comments)} />
        <Fact label={t.threads} text={numberText(threads)} />
        <Fact label={t.people} text={numberText(people)} />
        {maxDepth > 0 && <Fact label={t.depth} text={formatText(t.depthText, { n: numberText(maxDepth) })} />}
      </dl>
      <Statuses report={report} />
      {remarks.some(([n]) => n > 0) && (
        <ul class="tallies">{remarks.map(([n, text]) => n > 0 && <li key={text}>{formatText(text, { n: numberText(n) })}</li>)}</ul>
      )}
      <Skipped report={report} />
      <Refused report={report} />
      <Notices report={report} />
    </div>
  );
}

const Fact = ({ label, text }: { label: string; text: string }) => (
  <>
    <dt>{label}</dt>
    <dd class="num">{text}</dd>
  </>
);

function Statuses({ report: { statuses } }: { report: ImportReportView }) {
  const { imports: t, statuses: names } = texts();
  const counts: Readonly<Record<string, number | undefined>> = statuses;
  const found = Object.entries(names).flatMap(([name, text]) => {
    const n = counts[name] ?? 0;
    return n === 0 ? [] : [{ name, text: name === 'purged' ? t.placeHolder : text, n }];
  });
  if (found.length === 0) return null;
  return (
    <p class="row">
      <span class="meta">{t.statuses}</span>
      {found.map(({ name, text, n }) => (
        <Chip key={name} tone={name === 'published' ? 'ok' : name === 'pending' ? 'warn' : 'quiet'}>
          {text} {numberText(n)}
        </Chip>
      ))}
    </p>
  );
}

function Skipped({ report: { skipped } }: { report: ImportReportView }) {
  const { imports: t } = texts();
  if (skipped.length === 0) return null;
  return (
    <section class="stack">
      <h3>{t.skipped}</h3>
      <ul class="tallies">
        {skipped.map(({ reason, text, count, ...place }) => (
          <li key={reason}>
            {formatText(t.skippedLine, { text, n: numberText(count) })} <span class="meta">{firstText(place)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Refused({ report: { refused, refusedCount } }: { report: ImportReportView }) {
  const { imports: t } = texts();
  if (refusedCount === 0) return null;
  const shown = refused.slice(0, MOST);
  return (
    <section class="alert warn refusals">
      <p class="strong">{formatText(t.refused, { n: numberText(refusedCount) })}</p>
      <ul>
        {shown.map(({ text }, i) => (
          <li key={i}>{text}</li>
        ))}
      </ul>
      {refusedCount > shown.length && <p>{formatText(t.refusedMore, { n: numberText(refusedCount - shown.length) })}</p>}
    </section>
  );
}

function Notices({ report: { notices } }: { report: ImportReportView }) {
  const { imports: t } = texts();
  if (notices.length === 0) return null;
  return (
    <section class="stack">
      <h3>{t.notices}</h3>
      <ul class="tallies">
        {notices.map(({ notice, text, ...place }) => (
          <li key={notice}>
            {text} <span class="meta">{firstText(place)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
