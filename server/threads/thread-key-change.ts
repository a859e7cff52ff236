import { LONGEST_THREAD_KEY, isUnfilledKey, threadKeyOf } from '../domain/thread-key.ts';
import { Problem } from '../domain/problem.ts';
import type { Site, Thread } from '../domain/types.ts';
import { isAddressOf } from './thread-address.ts';

/**
 * A key that was asked for, as the site writes its keys, and the address that comes with it: where the key is an address of the
 * site and no other is named.
 * @throws Problem `invalid-request` for what templates leave where nothing was filled in, or what is too long.
 */
export function keyChange(
  site: Pick<Site, 'origins' | 'settings'>,
  ownOrigin: string,
  asked: { key: string; url?: string | null | undefined },
): Pick<Thread, 'key'> & { url?: string | null } {
  const key = threadKeyOf(asked.key, site.settings.threadKeys);
  if (isUnfilledKey(key) || key.length > LONGEST_THREAD_KEY) {
    const texts = { 'zh-CN': '这个标识不能用。', 'zh-TW': '這個代號不能用。', en: 'This key cannot be used.' };
    throw new Problem('invalid-request', { errors: [{ path: 'key', message: texts.en, texts }] });
  }
  if (asked.url !== undefined) return { key, url: asked.url };
  return isAddressOf(site, ownOrigin, key) ? { key, url: key } : { key };
}
