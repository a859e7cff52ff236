import type { SiteFull } from '../../contract/site.ts';
import { texts } from '../i18n/all.ts';
import { Empty } from '../parts/basic.tsx';
import { EvidenceForm } from '../parts/evidence-form.tsx';
import { ExportForm } from '../parts/export-form.tsx';
import { SiteHead } from '../parts/site-head.tsx';
import { may } from '../session.ts';

/** Taking a site's comments out, as a file. */
export function SiteExports({ site }: { site: SiteFull }) {
  return (
    <div class="page narrow stack">
      <SiteHead site={site} part="exports" />
      {may('transfer.export', site.id) ? <ExportForm site={site} /> : <Empty title={texts().exports.notAllowed} />}
      {may('evidence.export', site.id) && <EvidenceForm site={site} />}
    </div>
  );
}
