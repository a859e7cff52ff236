import { useEffect, useRef } from 'preact/hooks';
import { COMMENT_STATUSES } from '../../server/domain/enumerations.ts';
import type { Found } from '../comments/apply-action.ts';
import { searchComments } from '../calls.ts';
import { texts } from '../i18n/texts.ts';
import { Empty, Failed, Loading } from '../parts/basic.tsx';
import { SelectField } from '../parts/fields.tsx';
import { LineCard } from '../parts/line-card.tsx';
import { Narrowed } from '../parts/narrowed.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Tail } from '../parts/tail.tsx';
import { type KeptPages, usePages } from '../parts/use-pages.ts';
import { replaceQuery, route } from '../router.ts';
import { sites } from '../sites.ts';
import { OneComment } from './one-comment.tsx';

const PAGE = 30;

/** The list as it was left for one of its comments: what was read, which comment it was, and how far it was scrolled. */
interface LeftList {
  pages: KeptPages<Found>;
  query: Readonly<Record<string, string>>;
  place: { id: string; scrolled: number } | null;
}

/** All comments, by text, status and site; or one of them by its id. */
export function CommentsScreen() {
  const [id] = route.value.parts;
  const left = useRef<LeftList>({ pages: { current: null }, query: {}, place: null });
  return id === undefined ? (
    <AllComments left={left.current} />
  ) : (
    <OneComment key={id} id={id} list={left.current.query} onChange={(comment) => keep(left.current, comment)} />
  );
}

/** What was done to a comment on its own page holds in the list, too. */
function keep({ pages }: LeftList, comment: Found): void {
  const { current } = pages;
  if (current === null) return;
  const items = current.held.items.map((one) => (one.id === comment.id ? comment : one));
  pages.current = { ...current, held: { ...current.held, items } };
}

function AllComments({ left }: { left: LeftList }) {
  const t = texts();
  const { q = '', status = '', site = '', reader = '', thread = '' } = route.value.query;
  const asked = { q, status, site, reader, thread };
  const isNarrowed = Object.values(asked).some((value) => value !== '');
  const set = (change: Partial<typeof asked>): void => replaceQuery({ ...asked, ...change });
  const pages = usePages<Found>(
    JSON.stringify(asked),
    async (cursor) => {
      const { comments, nextCursor } = await searchComments({ ...asked, limit: PAGE, cursor });
      return { items: comments, nextCursor };
    },
    left.pages,
  );
  const show = (comment: Found): void => pages.replace((items) => items.map((one) => (one.id === comment.id ? comment : one)));
  left.query = route.value.query;
  useReturn(left);
  const own = sites.value ?? [];

  return (
    <div class="page narrow">
      <div class="head">
        <h1>{t.comments.title}</h1>
      </div>
      <div class="filters">
        <div class="row">
          <SearchField label={t.comments.search} value={q} onSearch={(text) => set({ q: text })} />
          <div class="row selects open">
            {(own.length > 1 || site !== '') && (
              <SelectField
                label={t.queue.site}
                isHidden
                value={site}
                options={[['', t.queue.allSites], ...own.map(({ id, name }) => [id, name] as const)]}
                onChange={(chosen) => set({ site: chosen })}
              />
            )}
            <SelectField
              label={t.comments.status}
              isHidden
              value={status}
              options={[['', t.comments.allStatuses], ...COMMENT_STATUSES.map((one) => [one, t.statuses[one]] as const)]}
              onChange={(chosen) => set({ status: chosen })}
            />
          </div>
        </div>
        {isNarrowed && (
          <div class="row">
            {reader !== '' && <Narrowed text={t.queue.onlyReader} clear={() => set({ reader: '' })} />}
            {thread !== '' && <Narrowed text={t.queue.onlyThread} clear={() => set({ thread: '' })} />}
            <button type="button" class="linkish" onClick={() => replaceQuery({})}>
              {t.queue.clearFilters}
            </button>
          </div>
        )}
      </div>
      {pages.phase === 'loading' && <Loading rows={4} />}
      {pages.phase === 'failed' && <Failed retry={pages.reload} detail={pages.detail} />}
      {pages.phase === 'ready' && pages.items.length === 0 && <Empty title={t.comments.empty} hint={t.comments.emptyHint} />}
      {pages.items.length > 0 && (
        <>
          <div
            class="list"
            onClick={(event) => {
              const link = event.target instanceof Element ? event.target.closest('a[href^="#/comments/"]') : null;
              const id = link?.closest<HTMLElement>('[data-id]')?.dataset.id;
              if (id !== undefined) left.place = { id, scrolled: scrollY };
            }}
          >
            {pages.items.map((comment) => (
              <LineCard key={comment.id} comment={comment} show={show} narrow={(to) => set(to)} />
            ))}
          </div>
          <Tail next={pages.next} isReading={pages.isReading} more={pages.more} />
        </>
      )}
    </div>
  );
}

/** A moderator who returns from a comment finds the list as it was left, with the focus on that comment. */
function useReturn(left: LeftList): void {
  useEffect(() => {
    const { place } = left;
    left.place = null;
    if (place === null) {
      scrollTo(0, 0);
      return;
    }
    scrollTo(0, place.scrolled);
    const card = [...document.querySelectorAll<HTMLElement>('.line-card')].find(({ dataset }) => dataset.id === place.id);
    card?.focus({ preventScroll: true });
  }, []);
}
