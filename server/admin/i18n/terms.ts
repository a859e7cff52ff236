import type { CardNote } from '../queue/state.ts';
import type { Evidence, Finding } from '../text/marks.ts';
import type { ReasonChip } from '../text/reasons.ts';
import { clockText } from './format.ts';
import { fill, wordOf, words } from './say.ts';

/** Why a case is open, as a chip says it. */
export function reasonText({ name, about, count }: ReasonChip): string {
  const { why, categories, reasons, phases } = words();
  const lists: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    words: categories,
    reported: reasons,
    'phase-failed': phases,
  };
  const subject = about === '' ? '' : wordOf(lists[name] ?? {}, about);
  const sentence = wordOf(why, name);
  const text = sentence.includes('{c}') || subject === '' ? fill(sentence, { c: subject }) : `${sentence} ${subject}`;
  return count > 1 ? `${text} ×${count}` : text;
}

/** What a card has to tell about itself. */
export function noteText(note: CardNote): string {
  const { notes, done, common } = words();
  switch (note.kind) {
    case 'stale':
      if (note.by === null || note.by === undefined) return notes.staleUnknown;
      return fill(notes.stale, {
        name: note.by.id === 'system' ? common.system : note.by.name || common.someone,
        action: note.by.action === 'undo' ? done.undo : words().actions[note.by.action],
        time: clockText(note.by.at),
      });
    case 'refused':
      return note.detail === null || note.detail === '' ? notes.refusedPlain : fill(notes.refused, { why: note.detail });
    case 'gone':
    case 'changed':
    case 'failed':
      return notes[note.kind];
  }
}

/** A rule's name; reviewers outside of the house have names of their own. */
export function phaseText(phase: string): string {
  const { phases } = words();
  const reviewer = /^reviewer[.:](.+)$/.exec(phase)?.[1];
  return reviewer === undefined ? wordOf(phases, phase) : `${phases.remote} ${reviewer}`;
}

/** A rule's name and what it found, for the title of a marked span. */
export const ruleText = (phase: string, { category, note, word, level }: Evidence): string => {
  const { categories, levels } = words();
  const facts = [
    category === undefined ? '' : wordOf(categories, category),
    // Of a likeness the word is the other comment's id.
    note === 'cluster' || note === 'similar' ? '' : (word ?? ''),
    level === undefined ? '' : wordOf(levels, level),
    category === undefined && note !== undefined ? evidenceNote(note) : '',
  ].filter((fact) => fact !== '');
  return facts.length === 0 ? phaseText(phase) : `${phaseText(phase)}：${facts.join(' · ')}`;
};

/** A note of the service about a find: a stable word, or a number with one. */
export function evidenceNote(note: string): string {
  const { evidence } = words();
  const counted = /^(\d+) (readers|links)$/.exec(note);
  if (counted?.[1] !== undefined && counted[2] !== undefined) return fill(wordOf(evidence, counted[2]), { n: counted[1] });
  return wordOf(evidence, note);
}

/** A find as a line of the details. */
export function findText(finding: Finding, one: Evidence, body: string): string {
  const { findings } = words();
  const said = one.field === 'body' && one.end > one.start ? body.slice(one.start, one.end) : '';
  const rule = ruleText(finding.phase, one).replace(/^[^：]*：?/, '');
  const where = one.field === 'body' || one.field === 'reader' ? '' : wordOf(findings.fields, one.field);
  return [said === '' || said === one.word ? '' : `“${said}”`, rule, where].filter((part) => part !== '').join(' · ');
}
