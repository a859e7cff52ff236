import type { SiteFull } from '../../contract/site.ts';
import { texts } from '../i18n/all.ts';
import { routeText } from '../router.ts';
import { may } from '../session.ts';
import { BackIcon } from './icons.tsx';

/** The pages of a site; the settings are its first. */
export const SITE_PARTS = ['settings', 'words', 'sign-in', 'reviewers', 'learners', 'bans', 'webhooks', 'imports', 'exports'] as const;
export type SitePart = (typeof SITE_PARTS)[number];

/** What a page of a site is called. */
export function partText(part: SitePart): string {
  const { sites, signIn, reviewers, learners, bans, webhooks, imports, exports } = texts();
  return {
    settings: sites.settings,
    words: sites.words,
    'sign-in': signIn.title,
    reviewers: reviewers.title,
    learners: learners.title,
    bans: bans.title,
    webhooks: webhooks.title,
    imports: imports.title,
    exports: exports.title,
  }[part];
}

/** What one has to be allowed to have a use for a page. */
const NEEDS = { imports: 'transfer.import', webhooks: 'webhook.manage' } as const;

/** The pages of a site that who is signed in has a use for. */
export const partsOf = (site: string): readonly SitePart[] =>
  SITE_PARTS.filter((part) => !(part === 'imports' || part === 'webhooks') || may(NEEDS[part], site));

/** Which site this is about, with the ways to its other pages. */
export function SiteHead({ site, part }: { site: SiteFull; part: SitePart }) {
  const t = texts().sites;
  return (
    <div class="head">
      <a class="button plain small" href={routeText({ screen: 'sites' })}>
        <BackIcon />
        {t.title}
      </a>
      <h1>
        <bdi>{site.name}</bdi>
      </h1>
      <code class="meta">{site.id}</code>
      <nav class="row parts" aria-label={site.name}>
        {partsOf(site.id).map((one) => (
          <a
            key={one}
            class="button small"
            aria-current={one === part ? 'page' : undefined}
            href={routeText({ screen: 'sites', parts: one === 'settings' ? [site.id] : [site.id, one] })}
          >
            {partText(one)}
          </a>
        ))}
      </nav>
    </div>
  );
}
