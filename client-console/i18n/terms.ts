import type { CardNote } from '../queue/queue-state.ts';
import type { ReasonChip } from '../text/reasons.ts';
import { clockText } from './format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { labelOf, texts } from './texts.ts';

/** The text of a chip: why a case is open. */
export function reasonText({ name, about, count }: ReasonChip): string {
  const { why, categories, reasons, phases } = texts();
  const lists: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    words: categories,
    reported: reasons,
    'phase-failed': phases,
  };
  const subject = about === '' ? '' : labelOf(lists[name] ?? {}, about);
  const sentence = labelOf(why, name);
  const text = sentence.includes('{c}') || subject === '' ? formatText(sentence, { c: subject }) : `${sentence} ${subject}`;
  return count > 1 ? `${text} ×${count}` : text;
}

/** The text of a card's note. */
export function noteText(note: CardNote): string {
  const { notes, done, common } = texts();
  switch (note.kind) {
    case 'stale':
      if (note.by === null || note.by === undefined) return notes.staleUnknown;
      return formatText(notes.stale, {
        name: note.by.id === 'system' ? common.system : note.by.name || common.someone,
        action: note.by.action === 'undo' ? done.undo : texts().actions[note.by.action],
        time: clockText(note.by.at),
      });
    case 'refused':
      return note.detail === null || note.detail === '' ? notes.refusedPlain : formatText(notes.refused, { why: note.detail });
    case 'ownAppeal':
    case 'gone':
    case 'changed':
      return notes[note.kind];
  }
}

/** The name of a rule; reviewers outside of the service have names of their own. */
export function phaseText(phase: string): string {
  const { phases } = texts();
  const reviewer = /^reviewer[.:](.+)$/.exec(phase)?.[1];
  return reviewer === undefined ? labelOf(phases, phase) : `${phases.remote} ${reviewer}`;
}
