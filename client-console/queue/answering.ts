import { signal } from '@preact/signals';
import type { QueueItem } from '../../contract/moderation.ts';
import { may } from '../session.ts';
import { isPermitted } from './permitted.ts';

/** The comment for which the field for an answer is open. */
export const answering = signal<string | null>(null);

/** Opens the field; a second call for the same comment closes it. */
export function askAnswer(id: string): void {
  answering.value = answering.value === id ? null : id;
}

/** May the moderator answer it? What is not public yet has to be approved first. */
export const mayAnswer = (item: QueueItem): boolean =>
  item.comment.publicHtml === null ? isPermitted(item, 'approve') : may('moderation.decide', item.comment.siteId);
