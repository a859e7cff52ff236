import type { Ms, SiteId, Thread, ThreadId, ThreadKey } from './types.ts';

/** A thread as it is made at first sight. */
export function newThread(siteId: SiteId, key: ThreadKey, seen: { id: ThreadId; url: string; title: string; now: Ms }): Thread {
  const { id, url, title, now } = seen;
  return {
    id,
    siteId,
    key,
    url,
    title,
    setByStaff: [],
    closed: false,
    mode: null,
    slowMode: 0,
    burstUntil: 0,
    commentCount: 0,
    revision: 1,
    createdAt: now,
  };
}
