import { dryRun } from './dry-run.ts';
import { importWords } from './import-words.ts';
import { checkEntries, parseWordList, serialiseWordList } from './word-list.ts';

/** What can be done with the word list of a site before it is stored. */
export const wordLists = { parse: parseWordList, serialise: serialiseWordList, check: checkEntries, read: importWords, dryRun };
