import { useEffect, useState } from 'preact/hooks';
import type { SiteFull } from '../../contract/site.ts';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { Failed, Loading } from '../parts/basic.tsx';
import { Recheck } from '../parts/recheck.tsx';
import { SiteHead } from '../parts/site-head.tsx';
import { WordEditor } from '../parts/word-editor.tsx';
import { WordVersions } from '../parts/word-versions.tsx';
import { routeText } from '../router.ts';
import { drafts, isUnsaved, loadDraft } from '../words/drafts.ts';

/** A site's word list: edit, try and save it; its earlier versions; and a recheck of published comments. */
export function SiteWords({ site }: { site: SiteFull }) {
  const t = texts();
  const [failure, setFailure] = useState<string | null | undefined>(null);
  const draft = drafts.value.get(site.id);

  const load = (): void => {
    setFailure(null);
    loadDraft(site.id).catch((error: unknown) => setFailure(error instanceof Refused ? error.problem.detail : undefined));
  };
  useEffect(() => {
    const known = drafts.value.get(site.id);
    if (known === undefined || !isUnsaved(known)) load();
  }, [site.id]);

  return (
    <div class="page narrow stack">
      <SiteHead site={site} part="words" />
      {draft === undefined && failure === null && <Loading rows={1} />}
      {draft === undefined && failure !== null && <Failed retry={load} detail={failure} />}
      {draft !== undefined && (
        <>
          <WordEditor site={site} draft={draft} reload={load} />
          <WordVersions key={draft.version} site={site.id} draft={draft} />
          <Recheck site={site.id} isUnsaved={isUnsaved(draft)} />
          <p class="meta">
            <a href={routeText({ screen: 'try', query: { site: site.id } })}>{t.try.title}</a>
          </p>
        </>
      )}
    </div>
  );
}
