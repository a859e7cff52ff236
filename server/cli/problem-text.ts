import type { LocalizedText } from '../config/localized-text.ts';
import { sentenceOf } from '../../contract/sentence.ts';
import type { Problem } from '../domain/problem.ts';

/** What a problem is to the person who runs a command, in all languages. */
export function problemText(problem: Problem): LocalizedText {
  return { 'zh-CN': sentenceOf(problem, 'zh-CN'), 'zh-TW': sentenceOf(problem, 'zh-TW'), en: sentenceOf(problem, 'en') };
}
