import type { ImportView } from '../../contract/imports.ts';
import type { SiteFull } from '../../contract/site.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { numberText } from '../i18n/format.ts';
import { formatName } from '../i18n/import-formats.ts';
import { getImports } from '../imports/import-calls.ts';
import { useImport } from '../imports/use-import.ts';
import { Empty, Failed, Loading, When } from '../parts/basic.tsx';
import { ImportForm } from '../parts/import-form.tsx';
import { ImportStateChip } from '../parts/import-state-chip.tsx';
import { SiteHead } from '../parts/site-head.tsx';
import { Tail } from '../parts/tail.tsx';
import { usePages } from '../parts/use-pages.ts';
import { route, routeText } from '../router.ts';
import { may } from '../session.ts';
import { OneImport } from './one-import.tsx';

const PAGE = 20;

/** Comments that are brought from elsewhere: a file to begin with, what has been imported, or one import. */
export function SiteImports({ site }: { site: SiteFull }) {
  const { imports: t } = texts();
  const [, , id] = route.value.parts;
  return (
    <div class="page narrow stack">
      <SiteHead site={site} part="imports" />
      {!may('transfer.import', site.id) ? (
        <Empty title={t.forbidden} hint={t.forbiddenHint} />
      ) : id === undefined ? (
        <>
          <ImportForm site={site} form={site.id} title={t.file} />
          <ImportsSoFar site={site.id} />
        </>
      ) : (
        <OneImport key={id} id={id} site={site} />
      )}
    </div>
  );
}

function ImportsSoFar({ site }: { site: string }) {
  const { imports: t } = texts();
  const pages = usePages<ImportView>(site, async (cursor) => {
    const { imports, nextCursor } = await getImports({ site, limit: PAGE, cursor });
    return { items: imports, nextCursor };
  });
  return (
    <section class="panel" aria-label={t.list}>
      <h2>{t.list}</h2>
      {pages.phase === 'loading' && <Loading rows={2} />}
      {pages.phase === 'failed' && <Failed retry={pages.reload} detail={pages.detail} />}
      {pages.phase === 'ready' && pages.items.length === 0 && <Empty title={t.empty} hint={t.emptyHint} />}
      {pages.items.length > 0 && (
        <>
          <ul class="lines">
            {pages.items.map((made) => (
              <ImportLine key={made.id} known={made} />
            ))}
          </ul>
          {pages.next !== null && <Tail next={pages.next} isReading={pages.isReading} more={pages.more} />}
        </>
      )}
    </section>
  );
}

/** One import of the list; followed while a step of it is under way. */
function ImportLine({ known }: { known: ImportView }) {
  const { imports: t } = texts();
  const made = useImport(known.id, known).made ?? known;
  const { id, site, files, format, state, report, createdAt } = made;
  const count = state === 'done' ? made.new : report?.comments;
  return (
    <li class="ban">
      <div class="row">
        <a class="strong grow" href={routeText({ screen: 'sites', parts: [site, 'imports', id] })}>
          <bdi>{files.join('、')}</bdi>
        </a>
        <ImportStateChip state={state} />
      </div>
      <p class="meta">
        {format !== null && `${formatName(format)} · `}
        {count !== undefined && `${formatText(t.count, { n: numberText(count) })} · `}
        <When at={createdAt} />
      </p>
    </li>
  );
}
