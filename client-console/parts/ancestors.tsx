import type { CommentView } from '../../contract/comment.ts';
import { texts } from '../i18n/texts.ts';
import { When } from './basic.tsx';

/** What a comment answers, from the top down. */
export const Ancestors = ({ ancestors }: { ancestors: readonly CommentView[] }) =>
  ancestors.length === 0 ? null : (
    <ol class="past">
      {ancestors.map((parent) => (
        <li key={parent.id}>
          <span class="row">
            <bdi class="strong">{parent.author?.name || texts().common.anonymous}</bdi>
            <When at={parent.createdAt} />
          </span>
          <p>{textOf(parent.html, parent.body)}</p>
        </li>
      ))}
    </ol>
  );

/** Html without its marks, where the source is not ours to see. */
const textOf = (html: string | null, body: string | undefined): string =>
  body ??
  (html ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .trim();
