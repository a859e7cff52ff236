import { useState } from 'preact/hooks';
import type { SiteFull } from '../../contract/site.ts';
import { dateText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { Chip, Empty, Failed, Loading } from '../parts/basic.tsx';
import { SitesIcon } from '../parts/icons.tsx';
import { partsOf, partText, SITE_PARTS } from '../parts/site-head.tsx';
import { route, routeText } from '../router.ts';
import { may } from '../session.ts';
import { isSitesFailed, readSites, sites, siteOf } from '../sites.ts';
import { MakeSiteDialog } from './make-site.tsx';
import { SiteScreen } from './site.tsx';
import { SiteBans } from './site-bans.tsx';
import { SiteExports } from './site-exports.tsx';
import { SiteImports } from './site-imports.tsx';
import { SiteLearners } from './site-learners.tsx';
import { SiteReviewers } from './site-reviewers.tsx';
import { SiteSignIn } from './site-sign-in.tsx';
import { SiteWebhooks } from './site-webhooks.tsx';
import { SiteWords } from './site-words.tsx';

const PAGES = {
  settings: SiteScreen,
  words: SiteWords,
  'sign-in': SiteSignIn,
  reviewers: SiteReviewers,
  learners: SiteLearners,
  bans: SiteBans,
  webhooks: SiteWebhooks,
  imports: SiteImports,
  exports: SiteExports,
} as const;

/** The sites, or one of them with its pages. */
export function SitesScreen() {
  const [id, part] = route.value.parts;
  if (sites.value === null)
    return (
      <div class="page">
        <Head />
        {isSitesFailed.value ? <Failed retry={() => void readSites()} /> : <Loading />}
      </div>
    );
  const site = id === undefined ? undefined : siteOf(id);
  if (site === undefined) return <SiteCards all={sites.value} />;
  const Page = PAGES[SITE_PARTS.find((one) => one === part) ?? 'settings'];
  return <Page key={site.id} site={site} />;
}

const Head = ({ make }: { make?: () => void }) => {
  const t = texts().sites;
  return (
    <div class="head">
      <h1>{t.title}</h1>
      {make !== undefined && (
        <div class="row">
          <button type="button" class="button main" onClick={make}>
            {t.make}
          </button>
        </div>
      )}
    </div>
  );
};

function SiteCards({ all }: { all: readonly SiteFull[] }) {
  const { sites: t, common } = texts();
  const [isMaking, setMaking] = useState(false);
  const mayMake = may('site.create', null);
  const make = (): void => setMaking(true);
  return (
    <div class="page">
      <Head {...(mayMake ? { make } : {})} />
      {all.length === 0 ? (
        <Empty icon={<SitesIcon />} title={common.noSites} {...(mayMake ? { hint: common.noSitesHint } : {})}>
          {mayMake && (
            <button type="button" class="button main" onClick={make}>
              {t.make}
            </button>
          )}
        </Empty>
      ) : (
        <ul class="sites-list">
          {all.map((site) => (
            <li key={site.id}>
              <SiteCard site={site} />
            </li>
          ))}
        </ul>
      )}
      {isMaking && <MakeSiteDialog onClose={() => setMaking(false)} />}
    </div>
  );
}

function SiteCard({ site }: { site: SiteFull }) {
  const { sites: t, types, modes } = texts();
  const address = { screen: 'sites', parts: [site.id] } as const;
  return (
    <section class="panel site" aria-label={site.name}>
      <h2>
        <a href={routeText(address)}>
          <bdi>{site.name}</bdi>
        </a>{' '}
        <code class="meta">{site.id}</code>
      </h2>
      <p class="row">
        <Chip>{types[site.type]}</Chip>
        <Chip tone="info">{modes[site.mode]}</Chip>
      </p>
      <p class="meta">{site.origins.length === 0 ? t.noOrigins : site.origins.map(originText).join('、')}</p>
      <p class="meta">{formatText(t.createdAt, { t: dateText(site.createdAt) })}</p>
      <p class="row">
        {partsOf(site.id).map((part) => (
          <a key={part} class="button small" href={routeText({ ...address, parts: part === 'settings' ? [site.id] : [site.id, part] })}>
            {partText(part)}
          </a>
        ))}
      </p>
    </section>
  );
}

/** The text for the origin that stands for this machine. */
const originText = (origin: string): string => (origin === '*loopback*' ? texts().sites.loopback : origin);
