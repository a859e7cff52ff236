import type { QueueItem } from '../../contract/moderation.ts';
import type { Finding } from './marks.ts';

/** How a reason is shown, the worst first. */
const CHIP_TONES = ['bad', 'warn', 'info', 'quiet'] as const;
export type ChipTone = (typeof CHIP_TONES)[number];

/** A reason why a case is open, taken apart for its text: `words:ad` has the name `words` and is about `ad`. */
export interface ReasonChip {
  name: string;
  about: string;
  count: number;
  tone: ChipTone;
}

const TONES: Readonly<Record<string, ChipTone>> = {
  words: 'bad',
  'learner.abuse': 'bad',
  reported: 'bad',
  ban: 'bad',
  honeypot: 'bad',
  mode: 'quiet',
  sample: 'quiet',
  newcomer: 'quiet',
  restored: 'quiet',
  appeal: 'info',
  edited: 'info',
};

/** The reasons of a case as chips: the worst first, reports by reason with their number. */
export function chipsOf({ reasons, reports, kinds }: Pick<QueueItem, 'reasons' | 'reports' | 'kinds'>): ReasonChip[] {
  const chips = new Map<string, ReasonChip>();
  const add = (reason: string, count: number): void => {
    const [name = '', about = ''] = reason.split(/:(.*)/s);
    chips.set(reason, { name, about, count, tone: TONES[name] ?? 'warn' });
  };
  for (const reason of reasons) add(reason, 1);
  for (const kind of ['edited', 'appeal'] as const) if (kinds.includes(kind)) add(kind, 1);
  for (const { reason } of reports) {
    const key = `reported:${reason}`;
    add(key, reports.filter((report) => report.reason === reason).length);
  }
  return [...chips.values()].sort((a, b) => CHIP_TONES.indexOf(a.tone) - CHIP_TONES.indexOf(b.tone));
}

/** What a finding of these phases is called as a reason; the others go by the name of their phase. */
const REASON_OF_PHASE: Readonly<Record<string, string>> = { duplicate: 'repeat', 'near-duplicate': 'cluster' };
/** From this score on signs of contact are a reason. */
const CONTACT_FROM = 0.3;

/** The reasons for which the service would hold a text with these findings. */
export function reasonsOfFindings(findings: readonly Finding[]): string[] {
  const reasons = findings.flatMap(({ phase, active, score, verdict, evidence }) => {
    if (!active || verdict === 'pass' || (score === 0 && verdict !== 'review')) return [];
    if (evidence.some(({ note }) => note === 'list-not-ready')) return ['list-not-ready'];
    if (phase === 'words') return evidence.filter(({ level }) => level !== 'mask').map(({ category }) => `words:${category ?? 'custom'}`);
    if (phase === 'contact' && score < CONTACT_FROM) return [];
    if (phase === 'near-duplicate' && verdict === undefined) return [];
    if (phase.startsWith('reviewer.')) return [`reviewer:${phase.slice('reviewer.'.length)}`];
    return [REASON_OF_PHASE[phase] ?? phase];
  });
  return [...new Set(reasons)];
}
