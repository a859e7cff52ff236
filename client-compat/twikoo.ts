/** `/compat/twikoo.js`: `twikoo.init`, `getCommentsCount`, `getRecentComments`. */
import { langOf } from '../client-shared/language.ts';
import { openBox } from './box.ts';
import { elementOf, pageOf, textOf, whenRead } from './page.ts';
import { scriptFacts } from './script.ts';
import { latestOf, openService, reportUnused } from './service.ts';

const service = openService(scriptFacts(/\/compat\/twikoo(?:\.\w+)*\.js/));
/** What is looked at, and what only named the old server. */
const KNOWN = ['el', 'path', 'lang', 'onCommentLoaded', 'envId', 'region', 'funcName'];

declare global {
  interface Window {
    /** Pages set it before the script: it comes before the option. */
    TWIKOO_MAGIC_PATH?: string;
  }
}

type TwikooOptions = Record<string, unknown>;

/** Opens a box where the page has a place for it. */
async function init(options: TwikooOptions = {}): Promise<void> {
  reportUnused('Twikoo', options, KNOWN);
  const place = (): Element | null => elementOf(options.el ?? '#twikoo') ?? (options.el === undefined ? elementOf('#tcomment') : null);
  whenRead(
    () => place() !== null,
    () => {
      const el = place();
      if (el === null) return;
      const wish = { ...pageOf(window.TWIKOO_MAGIC_PATH ?? options.path), lang: textOf(options.lang) };
      const box = openBox(service, el, wish, 'auto', options.envId);
      const { onCommentLoaded } = options;
      if (typeof onCommentLoaded === 'function') box.on('ready', () => onCommentLoaded());
    },
  );
}

/** Numbers of comments, in the order of the pages; `url` as it was given. */
async function getCommentsCount({ envId, urls }: TwikooOptions = {}): Promise<{ url: string; count: number }[]> {
  const pages = Array.isArray(urls) ? urls.map(String) : [];
  const site = await service.site(envId);
  const counts = await service.numbers(site, pages);
  return pages.map((url, i) => ({ url, count: counts[i] ?? 0 }));
}

/** The newest comments of the site, or of some pages. */
async function getRecentComments({ envId, urls, pageSize, includeReply }: TwikooOptions = {}): Promise<unknown[]> {
  const site = await service.site(envId);
  const some = Array.isArray(urls) ? { urls: urls.map(String) } : {};
  const call = { event: 'GET_RECENT_COMMENTS', pageSize: latestOf(pageSize), includeReply: Boolean(includeReply), ...some };
  const { data } = await service.ask<{ created: number }>(`twikoo/${site}`, call);
  const relative = new Intl.RelativeTimeFormat(langOf(document.documentElement.lang), { numeric: 'auto' });
  return data.map((comment) => ({ ...comment, relativeTime: timeSince(comment.created, relative) }));
}

/** Units from the longest to the shortest, s. */
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

function timeSince(at: number, relative: Intl.RelativeTimeFormat): string {
  const seconds = Math.max(0, Date.now() - at) / 1_000;
  const [unit, length] = UNITS.find(([, one]) => seconds >= one) ?? ['second', 1];
  return relative.format(-Math.floor(seconds / length), unit);
}

const twikoo = {
  ...{ init, getCommentsCount, getRecentComments },
  // Views are not counted.
  getVisitorsCount: () => Promise.resolve({ time: 0 }),
  version: '1.6.0',
};
Object.assign(window, { twikoo });
