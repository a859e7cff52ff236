import type { SiteFull } from '../../contract/site.ts';
import { texts } from '../i18n/all.ts';
import { CopyButton } from '../parts/basic.tsx';
import { SiteHead } from '../parts/site-head.tsx';
import { SERVICE } from '../service.ts';
import { SiteSettings } from './site-settings.tsx';

/** The snippet for the embedding page. */
const embedCode = (siteId: string): string =>
  `<div id="liangju"></div>\n<script async src="${SERVICE}/embed.js" data-site="${siteId}"></script>`;

/** One site: the code to embed it, and its settings. */
export function SiteScreen({ site }: { site: SiteFull }) {
  const t = texts().sites;
  const code = embedCode(site.id);
  return (
    <div class="page narrow stack">
      <SiteHead site={site} part="settings" />
      <section class="panel">
        <div class="row">
          <h2 class="grow">{t.embed}</h2>
          <CopyButton text={code} />
        </div>
        <p class="meta">{t.embedHint}</p>
        <pre class="code">{code}</pre>
      </section>
      <SiteSettings site={site} />
    </div>
  );
}
