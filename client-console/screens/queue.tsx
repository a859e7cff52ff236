import { useEffect } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/texts.ts';
import { countText, waitText } from '../i18n/format.ts';
import { BatchBar } from '../parts/batch-bar.tsx';
import { Empty, Failed, Loading } from '../parts/basic.tsx';
import { CardList } from '../parts/card-list.tsx';
import { Key } from '../parts/card-buttons.tsx';
import { Context } from '../parts/context.tsx';
import { later } from '../parts/later.tsx';
import { TeaIcon } from '../parts/icons.tsx';
import { Tail } from '../parts/tail.tsx';
import { claimNext } from '../queue/claims.ts';
import { may } from '../session.ts';
import { shownCount, shownOldest } from '../queue/count.ts';
import { filtersOf, isNarrowed, queryOfFilters } from '../queue/filters.ts';
import {
  catchUp,
  dispatch,
  filters,
  focusedItem,
  followFocus,
  isLoadingMore,
  keepAhead,
  loadMore,
  loadQueue,
  queue,
} from '../queue/store.ts';
import { replaceQuery, route, routeText } from '../router.ts';
import { sites } from '../sites.ts';
import { QueueFilterBar } from './queue-filters.tsx';

const ClusterBar = later(async () => (await import('../parts/cluster-bar.tsx')).ClusterBar);

/** What waits for a decision. */
export function QueueScreen() {
  useAddress();
  const { phase } = queue.value;
  const item = focusedItem.value;
  const t = texts();
  return (
    <div class="desk with-pane">
      <div>
        <Head />
        <QueueFilterBar />
        {filters.value.cluster !== '' && <ClusterBar key={filters.value.cluster} cluster={filters.value.cluster} />}
        {phase === 'loading' && <Loading rows={4} />}
        {phase === 'failed' && <Failed retry={() => void loadQueue()} />}
        {phase === 'ready' && <Cards />}
        <BatchBar />
      </div>
      <aside class="pane" tabIndex={-1} aria-label={t.context.label}>
        {item === null ? <p class="meta">{t.context.nothing}</p> : <Context key={item.comment.id} item={item} />}
      </aside>
    </div>
  );
}

/** Follows the address: other filters read another list; a moderator who comes back to the same one finds it as it was left, with what came in meanwhile. */
function useAddress(): void {
  const wanted = filtersOf(route.value.query);
  const address = routeText({ screen: 'queue', query: queryOfFilters(wanted) });
  useEffect(() => {
    const isSame = routeText({ screen: 'queue', query: queryOfFilters(filters.value) }) === address;
    if (isSame && queue.value.phase === 'ready') {
      void catchUp();
      return;
    }
    filters.value = wanted;
    // The focus stays where the moderator has put it: in the field that they write in, on the tab that they chose.
    void loadQueue();
  }, [address]);
}

function Head() {
  const t = texts();
  const n = shownCount.value;
  const oldest = shownOldest.value;
  return (
    <div class="head">
      <h1>{t.queue.title}</h1>
      {n !== null && <span class="meta num">{formatText(t.queue.waiting, { n: countText(n) })}</span>}
      {oldest !== null && <span class="meta">{formatText(t.queue.oldest, { t: waitText(oldest) })}</span>}
      {may('moderation.decide', null) && (
        <div class="row">
          <button
            type="button"
            class="button small"
            aria-keyshortcuts="c"
            disabled={queue.value.items.length === 0}
            onClick={() => void claimNext()}
          >
            {t.queue.claimNext}
            <Key name="c" />
          </button>
        </div>
      )}
    </div>
  );
}

function Cards() {
  const { items, fresh, placeholders, nextCursor } = queue.value;
  const t = texts();
  const showFresh = (): void => {
    dispatch({ type: 'placeholdersRemoved', ids: 'all' });
    dispatch({ type: 'freshShown' });
    followFocus();
    keepAhead();
  };
  return (
    <section class="cards" aria-label={t.queue.list}>
      <div class="fresh">
        {fresh.length > 0 && (
          <button type="button" class="pill" onClick={showFresh}>
            {formatText(t.queue.fresh, { n: fresh.length })}
          </button>
        )}
      </div>
      {items.length + placeholders.length > 0 && <CardList />}
      {items.length === 0 && <Nothing />}
      {items.length > 0 && <Tail next={nextCursor} isReading={isLoadingMore.value} more={() => void loadMore()} />}
    </section>
  );
}

function Nothing() {
  const t = texts();
  if (sites.value?.length === 0)
    return (
      <Empty title={t.common.noSites} hint={t.common.noSitesHint}>
        <a class="button" href={routeText({ screen: 'sites' })}>
          {t.nav.sites}
        </a>
      </Empty>
    );
  if (!isNarrowed(filters.value)) return <Empty icon={<TeaIcon />} title={t.queue.empty} hint={t.queue.emptyHint} />;
  return (
    <Empty title={t.queue.emptyFiltered}>
      <button type="button" class="button" onClick={() => replaceQuery({})}>
        {t.queue.clearFilters}
      </button>
    </Empty>
  );
}
