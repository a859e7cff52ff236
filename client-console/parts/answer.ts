import { later } from './later.tsx';

/** The field for an answer, loaded when it is first opened. */
export const AnswerForm = later(async () => (await import('./answer-form.tsx')).AnswerForm, 'all', 1);
