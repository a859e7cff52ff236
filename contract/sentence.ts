import type { FieldError, Problem, ProblemCode } from '../server/domain/problem.ts';
import { NAME_FAULT_TEXT } from './name-faults.ts';
import { PASSWORD_FAULT_TEXT } from './password-faults.ts';
import { type Lang, PROBLEM_TEXT, TERMS_TITLE } from './problem.ts';
import { SIGN_IN_REFUSAL_TEXT } from './sign-in-texts.ts';
import { REASON_TEXT } from './reasons.ts';
import { VERIFICATION_FAULT_TEXT } from './verification-texts.ts';

type LocalizedFacts = Pick<Problem, 'code' | 'pub' | 'errors'>;
type Facts = Problem['pub'];
type Texts = Readonly<Record<string, Readonly<Record<Lang, string>>>>;

/** Wrong fields that the sentence names, and its length with them. */
const MOST_FIELDS = 3;
const LONGEST_FIELDS = 300;

/** Problems whose fact `fault` is a stable word of a list of its own. */
const FAULT_TEXTS: Partial<Record<ProblemCode, Texts>> = {
  'name-not-allowed': NAME_FAULT_TEXT,
  'weak-password': PASSWORD_FAULT_TEXT,
  'sign-in-refused': SIGN_IN_REFUSAL_TEXT,
  'verification-refused': VERIFICATION_FAULT_TEXT,
};
const REASONS: Texts = REASON_TEXT;

/** A sentence with its facts. */
function filled(sentence: string, facts: Facts): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
}

/** The wrong fields in a sentence: the first few, each with what is wrong with it; empty where none is named. */
function fieldsText(errors: readonly FieldError[], lang: Lang): string {
  if (errors.length === 0) return '';
  const named = errors.slice(0, MOST_FIELDS).map(({ path, message }) => [path, message].filter((part) => part !== '').join(': '));
  const [before, between] = lang === 'en' ? [': ', '; '] : ['：', '；'];
  return before + named.join(between).slice(0, LONGEST_FIELDS);
}

/** The stable word for what is wrong with the one field that the problem is about; null where it has none. */
export function faultOf({ code, pub }: Pick<LocalizedFacts, 'code' | 'pub'>): string | null {
  const { fault } = pub;
  return typeof fault === 'string' && Object.hasOwn(FAULT_TEXTS[code] ?? {}, fault) ? fault : null;
}

/** A moment (`opensAt`) by the clocks of the place that it is about (`timeZone`), with the name of that place's time. */
function clockOf({ opensAt, timeZone }: Facts, lang: Lang): string {
  const at = new Date(String(opensAt));
  const zone = { timeZone: String(timeZone) };
  const day = { month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const named = new Intl.DateTimeFormat(lang, { ...zone, timeZoneName: 'shortGeneric' }).formatToParts(at);
  const name = named.find(({ type }) => type === 'timeZoneName')?.value ?? zone.timeZone;
  return new Intl.DateTimeFormat(lang, { ...zone, ...day }).format(at) + (lang === 'en' ? ` (${name})` : `（${name}）`);
}

/** Facts in the reader's language. */
function inWords(problem: LocalizedFacts, lang: Lang): Facts {
  const { code, pub, errors } = problem;
  const fault = FAULT_TEXTS[code]?.[faultOf(problem) ?? ''];
  return {
    ...(code === 'comment-rejected' && pub.reason === undefined
      ? { reason: (REASONS[String(pub.reasonCode)] ?? REASON_TEXT.OTHER)[lang] }
      : {}),
    ...(code === 'terms-not-accepted' && pub.title === null ? { title: TERMS_TITLE[lang] } : {}),
    ...(code === 'posting-closed-now' ? { opens: clockOf(pub, lang) } : {}),
    ...(code === 'invalid-request' ? { fields: fieldsText(errors, lang) } : {}),
    ...(fault === undefined ? {} : { fault: filled(fault[lang], pub) }),
  };
}

/** The sentence that people read about a problem, with its facts. */
export function sentenceOf(problem: LocalizedFacts, lang: Lang): string {
  return filled(PROBLEM_TEXT[problem.code][lang], { ...problem.pub, ...inWords(problem, lang) });
}
