import type { SiteFull } from '../../contract/site.ts';
import { words } from '../i18n/say.ts';
import { routeText } from '../router.ts';
import { BackIcon } from './icons.tsx';

/** Which site this is about, with the ways to its other pages. */
export function SiteHead({ site, part }: { site: SiteFull; part: 'settings' | 'words' }) {
  const said = words().sites;
  return (
    <div class="head">
      <a class="button plain small" href={routeText({ screen: 'sites' })}>
        <BackIcon />
        {said.title}
      </a>
      <h1>
        <bdi>{site.name}</bdi>
      </h1>
      <code class="meta">{site.id}</code>
      <nav class="row" aria-label={site.name}>
        {(['settings', 'words'] as const).map((one) => (
          <a
            key={one}
            class="button small"
            aria-current={one === part ? 'page' : undefined}
            href={routeText({ screen: 'sites', parts: one === 'words' ? [site.id, one] : [site.id] })}
          >
            {said[one]}
          </a>
        ))}
      </nav>
    </div>
  );
}
