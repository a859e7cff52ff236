import { useEffect, useRef, useState } from 'preact/hooks';
import type { CommentView, ThreadView } from '../../contract/comment.ts';
import { Refused } from '../sdk.ts';
import { useShown } from '../parts/context.ts';
import { useLateBox } from './late-box.ts';
import { usePanel } from './context.ts';

type ArticleView = Pick<ThreadView, 'key' | 'url' | 'title'>;

/** A page of the reader's own comments, with the articles below which they stand. */
interface OwnComments {
  comments: readonly CommentView[];
  threads: readonly ArticleView[];
  nextCursor: string | null;
}

/**
 * Reads the reader's own comments on the site, page by page, newest first. A page that did not come because there was no connection
 * is asked for again when there is one.
 */
export function useOwnComments() {
  const { controller } = useLateBox();
  const { isOffline } = useShown(controller);
  const { t, sentenceOf } = usePanel();
  const [own, setOwn] = useState<OwnComments | null>(null);
  const [failure, setFailure] = useState('');
  const [isBusy, setBusy] = useState(false);
  const asked = useRef(false);

  async function load(): Promise<void> {
    if (asked.current) return;
    asked.current = true;
    setBusy(true);
    setFailure('');
    const query = new URLSearchParams({ site: controller.settings.site });
    if (own?.nextCursor != null) query.set('cursor', own.nextCursor);
    try {
      const page = await controller.sdk.call<OwnComments>(`/me/comments?${query}`);
      const known = new Set(own?.comments.map(({ id }) => id));
      setOwn({
        comments: [...(own?.comments ?? []), ...page.comments.filter(({ id }) => !known.has(id))],
        threads: [...(own?.threads ?? []), ...page.threads],
        nextCursor: page.nextCursor,
      });
    } catch (error) {
      setFailure(error instanceof Refused ? sentenceOf(error) : t.loadFailed);
    }
    asked.current = false;
    setBusy(false);
  }

  useEffect(() => {
    if (!isOffline && (own === null || failure !== '')) void load();
  }, [isOffline]);

  return { own, isBusy, failure: isOffline ? t.offline : failure, isOffline, load };
}
