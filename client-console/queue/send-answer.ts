import type { ModeratedComment } from '../../contract/moderation.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { randomHex } from '../../client-shared/random-hex.ts';
import { removeAnswer, sendAnswer } from '../answer-calls.ts';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { toast } from '../toasts.ts';
import { draftOf, keepDraft } from './note-drafts.ts';
import { remember, toastWithUndo } from './undo.ts';

/** A comment as far as answering it goes. */
export type Answered = Pick<ModeratedComment, 'id' | 'siteId' | 'publicHtml' | 'revision' | 'author'>;

/** Where the text is kept, beside the notes to refusals. */
const draftKeyOf = (id: string): { id: string } => ({ id: `answer:${id}` });

/** The answer as far as it is written: a moderator who goes on to another card and back does not lose it. */
export const answerDraft = (id: string): string => draftOf(draftKeyOf(id));
export const keepAnswerDraft = (id: string, text: string): void => keepDraft(draftKeyOf(id), text);

/** What was last tried, so that a second attempt to send the same text stores it once. */
let attempt = { id: '', body: '', key: '' };

/**
 * Sends the answer as it is written, and shows what came of it with a button that takes it back.
 * @returns the sentence of a refusal; blank: it is stored
 */
export async function answerComment({ id, siteId, author }: Answered): Promise<string> {
  const { answers: t, common } = texts();
  const body = answerDraft(id).trim();
  if (attempt.id !== id || attempt.body !== body) attempt = { id, body, key: randomHex(16) };
  try {
    const made = await sendAnswer(siteId, id, body, attempt.key);
    attempt = { id: '', body: '', key: '' };
    keepAnswerDraft(id, '');
    const takeBack = async (): Promise<void> => {
      await removeAnswer(siteId, made.id);
      toast(t.takenBack, { kind: 'decision' });
    };
    remember(Promise.resolve(takeBack), { ids: [made.id] });
    toastWithUndo(made.status === 'published' ? formatText(t.sent, { name: author?.name || common.anonymous }) : t.held);
    return '';
  } catch (error) {
    return error instanceof Refused ? error.problem.detail : common.noConnection;
  }
}
