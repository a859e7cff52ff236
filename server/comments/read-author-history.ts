import { timeOfId } from '../domain/ids.ts';
import { hostsIn } from '../domain/links.ts';
import { isShorter } from '../domain/graphemes.ts';
import { isPast } from '../domain/stepped-clock.ts';
import { foldText } from '../domain/text.ts';
import type { Ms, Reader, Site, Thread } from '../domain/types.ts';
import type { ScreeningInput } from '../moderation/screening.ts';
import type { Rendered } from '../markup/rendered.ts';
import type { CommentDeps } from './deps.ts';

/** A text of fewer signs than this may be posted again after ten minutes (顶, 赞, 哈哈). */
const SHORT_TEXT = 8;
const SHORT_TEXT_WINDOW = 10 * 60_000;
const SAME_TEXT_WINDOW = 24 * 3_600_000;
/** For so many hosts that a text links to it is read what became of other texts that did. */
const MOST_HOSTS = 20;
/** What happened in the thread is read for as long. */
const THREAD_WINDOW = 15 * 60_000;

/**
 * What the pipeline has to know of an author, in one read of the store.
 * @param isEdit an edited text may be like what its author wrote before.
 */
export async function readAuthorHistory(
  deps: Pick<CommentDeps, 'store' | 'now' | 'hashText' | 'limitsOn'>,
  about: { site: Site; reader: Reader; thread: Thread | null; networks: string[]; rendered: Rendered; isEdit: boolean },
): Promise<ScreeningInput['history'] & { textHash: string; sameTextSince: Ms }> {
  const { site, reader, thread, rendered } = about;
  const now = deps.now();
  const textHash = deps.hashText(rendered.text);
  const window = isShorter(foldText(rendered.text), SHORT_TEXT) ? SHORT_TEXT_WINDOW : SAME_TEXT_WINDOW;
  const sameTextSince = about.isEdit ? now : now - window;
  const history = await deps.store.readers.history({
    siteId: site.id,
    readerId: reader.id,
    networks: about.networks,
    emailDomain: reader.email?.split('@')[1]?.toLowerCase() ?? null,
    name: reader.name,
    textHash,
    sameTextSince,
    now,
    hosts: hostsIn(rendered.html).slice(0, MOST_HOSTS),
    // Only limits look at what goes on in the thread.
    ...(thread === null || !deps.limitsOn ? {} : { thread: { id: thread.id, since: now - THREAD_WINDOW } }),
  });
  const threadRecent = history.threadRecent.filter(({ at }) => isPast(at, now));
  return { ...history, threadRecent, since: timeOfId(reader.id), textHash, sameTextSince };
}
