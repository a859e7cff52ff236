import type { ImportView } from '../../contract/imports.ts';
import type { SiteFull } from '../../contract/site.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { numberText } from '../i18n/format.ts';
import { formatName } from '../i18n/import-formats.ts';
import { upload } from '../imports/upload.ts';
import { ImportHosts } from './import-hosts.tsx';
import { ImportReport } from './import-report.tsx';
import { ReportButton } from './report-button.tsx';

interface Props {
  made: ImportView;
  site: SiteFull;
  isBusy: boolean;
  run: () => void;
}

/** What was recognised, what an import of it would do, and the button for it. */
export function ImportReady({ made, site, isBusy, run }: Props) {
  const { imports: t } = texts();
  const { report, format } = made;
  if (report === null) return null;
  return (
    <>
      <div role="status">
        <p class="strong">{formatText(t.recognised, { format: formatName(format ?? '') })}</p>
        <p class="meta">{t.recognisedHint}</p>
      </div>
      <ImportReport report={report} />
      {report.foreignHosts.length > 0 && <ImportHosts made={made} site={site} hosts={report.foreignHosts} />}
      <div class="row">
        {report.comments > 0 ? (
          <button type="button" class="button main" disabled={isBusy || upload.value !== null} onClick={run}>
            {formatText(t.run, { n: numberText(report.comments) })}
          </button>
        ) : (
          <span class="strong">{t.none}</span>
        )}
        <ReportButton id={made.id} />
        {report.comments > 0 && <span class="meta">{t.runHint}</span>}
      </div>
    </>
  );
}
