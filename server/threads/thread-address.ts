import { eventOfThread } from './change-thread.ts';
import { Problem } from '../domain/problem.ts';
import type { Site, Thread } from '../domain/types.ts';
import type { SiteDeps } from '../sites/deps.ts';
import { allowsOrigin } from '../sites/origins.ts';
import { NotFound, StaleRevision, type Store } from '../store/port.ts';

/** What a post states of its article. */
export interface NamedThread {
  url: string;
  title: string;
}

/**
 * May this be the address of an article of the site? Its origin is one of the site's, or the service's own; a site
 * without origins, which is used by programs alone, takes any.
 * @param ownOrigin of the service; empty while it is not known.
 */
export function isAddressOf(site: Pick<Site, 'origins'>, ownOrigin: string, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, protocol } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return site.origins.length === 0 || origin === ownOrigin || allowsOrigin(site.origins, origin);
}

/** The address that a new thread gets: the one named, else its key, where one of them may be; else empty. */
export function firstAddress(site: Pick<Site, 'origins'>, ownOrigin: string, { key, url }: { key: string; url: string }): string {
  return [url, key].find((one) => isAddressOf(site, ownOrigin, one)) ?? '';
}

/** The refusal of an address that is of none of the site's origins. */
export function foreignAddress(url: string): Problem {
  const texts = {
    'zh-CN': `“${url}”不在本站的网址范围内。`,
    'zh-TW': `「${url}」不在本站的網址範圍內。`,
    en: `“${url}” is of none of the site’s origins.`,
  };
  return new Problem('invalid-request', { errors: [{ path: 'url', message: texts.en, texts }] });
}

/**
 * What a post from a page of the site states of its article stands from then on, except what staff have set. Writes only
 * where it differs; when another request changes the thread at the same moment, that change stands.
 */
export async function correctThread(
  deps: Pick<SiteDeps, 'now' | 'newId'> & { store: Pick<Store, 'threads'> },
  thread: Thread,
  named: NamedThread,
): Promise<void> {
  const isNew = (field: 'url' | 'title'): boolean =>
    named[field] !== '' && named[field] !== thread[field] && !thread.setByStaff.includes(field);
  if (!isNew('url') && !isNew('title')) return;
  const patch = { ...(isNew('url') ? { url: named.url } : {}), ...(isNew('title') ? { title: named.title } : {}) };
  try {
    await deps.store.threads.change(thread.id, thread.revision, patch, { events: [eventOfThread(deps, thread)], audit: [] });
  } catch (error) {
    if (!(error instanceof StaleRevision || error instanceof NotFound)) throw error;
  }
}
