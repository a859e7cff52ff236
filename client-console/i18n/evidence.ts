import type { Evidence } from '../text/marks.ts';
import { durationText, numberText } from './format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { labelOf, texts } from './texts.ts';
import { phaseText } from './terms.ts';

type Formatter = (...facts: string[]) => string;
const text = (name: string, facts: Readonly<Record<string, string>>): string => formatText(labelOf(texts().evidence, name), facts);

/** Notes with facts in them, as the phases of the service write them. */
const FORMS: readonly (readonly [RegExp, Formatter])[] = [
  [/^(\d+) readers$/, (n = '') => text('readers', { n })],
  [/^(\d+) links$/, (n = '') => text('links', { n })],
  [/^(\d+) ms$/, (n) => text('millis', { t: durationText(Number(n)) })],
  [/^(\d+)\/min > (\d+)$/, (n = '', m = '') => text('rush', { n, m })],
  [/^(\d+)\/(\d+) < 24 h$/, (n = '', m = '') => text('newcomers', { n, m })],
  [/^(\d+)\/(\d+)$/, (n = '', m = '') => text('refusedShare', { n, m })],
  [/^p=([\d.]+)$/, (p) => text('odds', { p: hundredths(p) })],
  [/^p=([\d.]+) from ([\d.]+)$/, (p, t) => text('oddsFrom', { p: hundredths(p), t: hundredths(t) })],
  [/^(\+[\d.]+)$/, (n = '') => text('weight', { n })],
  [/^(reader|network|email-domain|name):\w+$/, (kind = '') => text('banned', { kind: labelOf(texts().audit.banKinds, kind) })],
  [/^failed:([\w-]+)$/, (code = '') => labelOf(texts().failures, code)],
];

/** Scores are shown as whole numbers up to a hundred. */
const hundredths = (share: string | undefined): string => numberText(Math.round(Number(share) * 100));

/** The text for a service's note about a find: a stable name, or one with values; what a reviewer wrote stays as it is. */
export function evidenceNote(note: string): string {
  for (const [form, format] of FORMS) {
    const found = form.exec(note);
    if (found !== null) return format(...found.slice(1));
  }
  return labelOf(texts().evidence, note);
}

/** Is the `word` of this evidence the id of another comment or of a cluster? */
export const namesComment = ({ note }: Evidence): boolean => note === 'cluster' || note === 'similar';

/** The parts of a find's text without its position: category, the listed word, its level, and the note. */
function factsOf(one: Evidence): string[] {
  const { categories, levels } = texts();
  const { category, word, level, note } = one;
  return [
    category === undefined ? '' : labelOf(categories, category),
    namesComment(one) ? '' : (word ?? ''),
    level === undefined ? '' : labelOf(levels, level),
    note === undefined ? '' : evidenceNote(note),
  ].filter((fact) => fact !== '');
}

/** A rule's name and what it found, for the title of a marked span. */
export function ruleText(phase: string, one: Evidence): string {
  const facts = factsOf(one);
  return facts.length === 0 ? phaseText(phase) : `${phaseText(phase)}：${facts.join(' · ')}`;
}

/** A find as a line of the details; places are those in the body and in the author's name. */
export function findText(one: Evidence, comment: { body: string; name: string }): string {
  const text = one.field === 'body' ? comment.body : one.field === 'name' ? comment.name : '';
  const quoted = text.slice(one.start, Math.max(one.start, one.end));
  const where = one.field === 'body' || one.field === 'reader' ? '' : labelOf(texts().findings.fields, one.field);
  return [quoted === '' || quoted === one.word ? '' : `“${quoted}”`, ...factsOf(one), where].filter((part) => part !== '').join(' · ');
}
