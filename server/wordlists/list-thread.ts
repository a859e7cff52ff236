/** A thread that reads one long list, tries it where that is wanted, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { parse } from '../../contract/parse.ts';
import { MOST_COMMENTS, MOST_WORDS, SaveWords } from '../../contract/site.ts';
import { readJson } from '../domain/json-text.ts';
import { type FieldError, Problem } from '../domain/problem.ts';
import { blocksOf } from '../domain/word-blocks.ts';
import { dryRun } from './dry-run.ts';
import { importWords, type ListFormat } from './import-words.ts';
import type { ListDone, ListJob } from './long-lists.ts';
import { ownMemory } from './run-thread.ts';
import { checkEntries, type ParsedWords, parseWordList, serialiseWordList } from './word-list.ts';

/** More mistakes say nothing more. */
const MOST_MISTAKES = 100;

const tooLong = (): Problem => new Problem('list-too-long', { pub: { limit: MOST_WORDS } });

/** Has the text more lines than a list may have? Seen before anything is made of it. */
function hasTooManyLines(text: string): boolean {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) if (++lines > MOST_WORDS + MOST_COMMENTS) return true;
  return false;
}

function read({ text, isJson, lang, trial }: ListJob): ParsedWords & { format: ListFormat } {
  if (!isJson) {
    if (hasTooManyLines(text)) throw tooLong();
    return trial === null ? { ...parseWordList(text), format: 'list' } : importWords(text);
  }
  const mistakes: FieldError[] = [];
  const list = parse(SaveWords, readJson(text), lang, mistakes);
  if (list === undefined) throw new Problem('invalid-request', { errors: mistakes.slice(0, MOST_MISTAKES) });
  return { ...checkEntries(list), format: 'json' };
}

const jsonOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

async function done(job: ListJob): Promise<ListDone> {
  const { refused, warnings, format, ...list } = read(job);
  if (list.entries.length > MOST_WORDS || list.comments.length > MOST_COMMENTS) throw tooLong();
  if (job.trial === null) {
    return {
      list: blocksOf(list),
      report: { refused: jsonOf(refused), warnings: jsonOf(warnings) },
    };
  }
  const tried = await dryRun(list.entries, job.trial.texts, job.trial.matching);
  const answer = { format, entries: list.entries.length, refused, warnings, ...tried, list: serialiseWordList(list) };
  return { answer: jsonOf(answer) };
}

function arraysIn(given: ListDone): Uint8Array[] {
  if ('answer' in given) return [given.answer];
  if ('refused' in given) return [];
  const { list, report } = given;
  return [...list.entries, ...list.comments, report.refused, report.warnings];
}

const job: ListJob = workerData;
try {
  const given = await done(job);
  parentPort?.postMessage(given, ownMemory(arraysIn(given)));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  const { code, errors, pub } = error;
  const refused: ListDone = { refused: { code, errors, limit: typeof pub.limit === 'number' ? pub.limit : null } };
  parentPort?.postMessage(refused);
}
