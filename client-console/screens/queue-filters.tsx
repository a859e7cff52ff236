import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CASE_KINDS, QUEUE_SORTS } from '../../server/domain/queue-lists.ts';
import { countText } from '../i18n/format.ts';
import { texts } from '../i18n/texts.ts';
import { SelectField } from '../parts/fields.tsx';
import { Narrowed } from '../parts/narrowed.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { stats } from '../queue/count.ts';
import { ESCALATED, isNarrowed, queryOfFilters, type QueueFilters, REASON_FILTERS } from '../queue/filters.ts';
import { filters } from '../queue/store.ts';
import { replaceQuery } from '../router.ts';
import { sites } from '../sites.ts';

function set(change: Partial<QueueFilters>): void {
  replaceQuery(queryOfFilters({ ...filters.value, ...change }));
}

/** What of the queue is shown, and in which order. */
export function QueueFilterBar() {
  const { queue, kinds, common } = texts();
  const { kind, q, site, reason, sort, reader, thread, cluster } = filters.value;
  const [isOpen, setOpen] = useState(false);
  const own = sites.value ?? [];
  const escalated = stats.value?.escalated ?? 0;
  const lanes = useRef<HTMLDivElement>(null);
  // On a narrow window the tabs scroll: the chosen one is in sight.
  useLayoutEffect(() => {
    lanes.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [kind, escalated]);
  return (
    <div class="filters">
      <div ref={lanes} class="lanes" role="group" aria-label={queue.lane}>
        {(['', ...CASE_KINDS, ESCALATED] as const).map((lane) => (
          <button key={lane} type="button" aria-pressed={kind === lane} onClick={() => set({ kind: lane })}>
            {lane === '' ? common.all : lane === ESCALATED ? queue.escalated : kinds[lane]}
            {lane === ESCALATED && escalated > 0 && <span class="num"> {countText(escalated)}</span>}
          </button>
        ))}
      </div>
      <div class="row">
        <SearchField label={queue.search} value={q} onSearch={(text) => set({ q: text })} />
        <button type="button" class="button fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {queue.filters}
        </button>
        <div class={`row selects${isOpen ? ' open' : ''}`}>
          {(own.length > 1 || site !== '') && (
            <SelectField
              label={queue.site}
              isHidden
              value={site}
              options={[['', queue.allSites], ...own.map(({ id, name }) => [id, name] as const)]}
              onChange={(chosen) => set({ site: chosen })}
            />
          )}
          <SelectField
            label={queue.reason}
            isHidden
            value={reason}
            options={[['', queue.allReasons], ...REASON_FILTERS.map((one) => [one, queue.reasons[one]] as const)]}
            onChange={(chosen) => set({ reason: chosen })}
          />
          <SelectField
            label={queue.sort}
            isHidden
            value={sort}
            options={QUEUE_SORTS.map((one) => [one, queue.sorts[one]] as const)}
            onChange={(chosen) => set({ sort: chosen })}
          />
        </div>
      </div>
      {isNarrowed(filters.value) && (
        <div class="row">
          {reader !== '' && <Narrowed text={queue.onlyReader} clear={() => set({ reader: '' })} />}
          {cluster !== '' && <Narrowed text={queue.onlyCluster} clear={() => set({ cluster: '' })} />}
          {thread !== '' && <Narrowed text={queue.onlyThread} clear={() => set({ thread: '' })} />}
          <button type="button" class="linkish" onClick={() => replaceQuery(queryOfFilters({ ...filters.value, ...NOTHING }))}>
            {queue.clearFilters}
          </button>
        </div>
      )}
    </div>
  );
}

const NOTHING = { site: '', kind: '', reason: '', q: '', reader: '', thread: '', cluster: '' } as const;
