import { Problem } from '../domain/problem.ts';
import type { SiteDeps } from './deps.ts';
import { makeSite } from './make-site.ts';
import { LOOPBACK } from './origins.ts';

/** The site of the demo article: comments first, moderation of the doubtful, from any page on this machine. A second call does nothing. */
export async function makeDemoSite(deps: SiteDeps): Promise<void> {
  if ((await deps.store.sites.get('demo')) !== null) return;
  try {
    await makeSite(
      deps,
      { id: 'system', name: 'system', requestId: null },
      {
        id: 'demo',
        name: '两句演示',
        origins: [LOOPBACK],
        type: 'news',
        mode: 'post',
        notice: '请文明发言，理性讨论。',
      },
    );
  } catch (error) {
    // Two processes that start at once: the other was first.
    if (!(error instanceof Problem && error.code === 'duplicate-site')) throw error;
  }
}
