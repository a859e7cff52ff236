import { fillBadges } from './badges.ts';
import { openBox, type Box, type Wish } from './box.ts';
import { followDark } from './dark.ts';
import { elementOf, elementsOf, pageOf, textOf, whenRead } from './page.ts';
import { latestOf, type Service, reportUnused } from './service.ts';

type WalineOptions = Record<string, unknown>;

/** What a list of the newest comments shows of each. */
type RecentComment = Readonly<Record<'objectId' | 'nick' | 'comment' | 'url', string>>;

/** What is looked at, and what only named the old server. */
const KNOWN = ['el', 'path', 'lang', 'dark', 'comment', 'commentSorting', 'serverURL', 'pageTitle'];
const SORTS: Readonly<Record<string, string>> = { latest: 'newest', oldest: 'oldest', hottest: 'hot' };
const BADGES = '.waline-comment-count';

function wishOf(options: WalineOptions): Wish {
  const sort = SORTS[textOf(options.commentSorting) ?? ''];
  return { ...pageOf(options.path), lang: textOf(options.lang), ...(sort === undefined ? {} : { sort }) };
}

/** What Waline's client offers to themes, on our box. */
export function createWaline(service: Service) {
  /** Fills numbers; gives what would end that in Waline. */
  function commentCount({ serverURL, path, selector }: WalineOptions = {}): () => void {
    const places = elementsOf(textOf(selector) ?? BADGES);
    fillBadges(service, places, (place) => place.dataset.path ?? place.getAttribute('id') ?? path, serverURL);
    return () => {};
  }

  /**
   * Opens a box where the page has a place for it. Without one (`el: null`, a selector of nothing) only numbers are filled.
   * @param given as in the theme's settings
   */
  function init(given: WalineOptions = {}) {
    let options: WalineOptions = { el: '#waline', ...given };
    reportUnused('Waline', options, KNOWN);
    let box: Box | null = null;
    let isOver = false;
    let endDark = (): void => {};

    function start(): void {
      const el = elementOf(options.el);
      if (el !== null && !isOver) {
        box = openBox(service, el, wishOf(options), 'auto', options.serverURL);
        endDark = followDark(box, options.dark);
      }
      countAsked();
    }
    function countAsked(): void {
      const { comment, path, serverURL } = options;
      if (comment) commentCount({ serverURL, path, selector: comment === true ? undefined : comment });
    }

    whenRead(() => elementOf(options.el) !== null, start);
    return {
      get el() {
        return box?.el ?? null;
      },
      update(more: WalineOptions = {}): void {
        // Without a path Waline takes the page that is open now.
        options = { ...options, path: undefined, ...more };
        box?.update(wishOf(options));
        if (box !== null && 'dark' in more) {
          endDark();
          endDark = followDark(box, options.dark);
        }
        countAsked();
      },
      destroy(): void {
        isOver = true;
        endDark();
        box?.destroy();
        box = null;
      },
    };
  }

  /** The newest comments of the site; without `el` they are only given. */
  async function RecentComments({ serverURL, count, el }: WalineOptions = {}) {
    const site = await service.site(serverURL);
    const { data: comments } = await service.ask<RecentComment>(`waline/${site}/api/comment?type=recent&count=${latestOf(count)}`);
    const place = elementOf(el);
    if (place !== null) place.replaceChildren(recentList(comments));
    return { comments, destroy: () => place?.replaceChildren() };
  }

  const nothing = (): (() => void) => () => {};
  const noUsers = () => Promise.resolve({ users: [], destroy: nothing() });
  return {
    ...{ init, commentCount, RecentComments },
    // Views are not counted, and there is no list of people.
    ...{ pageviewCount: nothing, UserList: noUsers },
    ...{ version: '3.0.0', defaultLocales: {} },
  };
}

function recentList(comments: readonly RecentComment[]): HTMLUListElement {
  const list = document.createElement('ul');
  list.className = 'wl-recent-list';
  for (const { objectId, nick, comment, url } of comments) {
    const item = document.createElement('li');
    item.className = 'wl-recent-item';
    const link = document.createElement('a');
    link.href = `${url}#${objectId}`;
    link.textContent = nick;
    // Only the text: whatever the comment holds, nothing of it runs.
    const text = new DOMParser().parseFromString(comment, 'text/html').body.textContent;
    item.append(link, `：${text}`);
    list.append(item);
  }
  return list;
}
