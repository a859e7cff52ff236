import { signal } from '@preact/signals';
import type { DryRunAnswer } from '../../contract/site.ts';
import { dryRunWords, getWords } from '../site-calls.ts';

/** A list as far as it is written. */
export interface Draft {
  text: string;
  /** The list that the service has; null once the service has left out lines of the text. */
  saved: string | null;
  version: string;
}
/** A line that cannot be used, with its text. */
export interface Refusal {
  line: number;
  why: string;
  text: string;
}
/** What a dry run found, and of which text. */
export interface Trial {
  of: string;
  found: DryRunAnswer;
  refused: readonly Refusal[];
  /** Lines that are used, but perhaps not as they were meant. */
  doubtful: readonly Refusal[];
}

/** Unsaved lists by site, and what dry runs found of them: a moderator who looks at another screen loses none. */
export const drafts = signal<ReadonlyMap<string, Draft>>(new Map());
export const trials = signal<ReadonlyMap<string, Trial>>(new Map());

export const keepDraft = (site: string, draft: Draft): void => {
  drafts.value = new Map(drafts.value).set(site, draft);
};
export const keepTrial = (site: string, trial: Trial): void => {
  trials.value = new Map(trials.value).set(site, trial);
};
export const isUnsaved = ({ text, saved }: Draft): boolean => text !== saved;

/** Writes a text into a site's draft. */
export function write(site: string, text: string): void {
  const draft = drafts.value.get(site);
  if (draft !== undefined) keepDraft(site, { ...draft, text });
}

/** Reads the list as the service has it, in place of what is written. @throws like any call. */
export async function loadDraft(site: string): Promise<void> {
  const { text, version } = await getWords(site);
  keepDraft(site, { text, saved: text, version });
}

/** Refused lines with their texts. */
export function withText(refused: readonly { line: number; why: string }[], text: string): Refusal[] {
  const lines = text.split('\n');
  return refused.map((one) => ({ ...one, text: (lines[one.line - 1] ?? '').trim() }));
}

async function trialOf(site: string, text: string): Promise<Trial> {
  const found = await dryRunWords(site, text);
  return { of: text, found, refused: withText(found.refused, text), doubtful: withText(found.warnings, text) };
}

/** Tries a text, and keeps the result. @throws like any call. */
export async function tryList(site: string, text: string): Promise<Trial> {
  const trial = await trialOf(site, text);
  keepTrial(site, trial);
  return trial;
}

/** Tries a text in the background; the result is dropped when the text has changed meanwhile. */
export async function tryAgain(site: string, text: string): Promise<void> {
  const trial = await trialOf(site, text).catch(() => null);
  if (trial !== null && drafts.value.get(site)?.text === text) keepTrial(site, trial);
}

// Only a moderator who leaves the page would lose what is written.
addEventListener('beforeunload', (event) => {
  if ([...drafts.value.values()].some(isUnsaved)) event.preventDefault();
});
