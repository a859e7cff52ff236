import type { Bench } from '../bench.ts';
import { backingUp } from './backup.ts';
import { busy } from './busy.ts';
import { cold, deep } from './cold.ts';
import { consoleSteps } from './console.ts';
import { counts } from './counts.ts';
import { feed } from './feed.ts';
import { hot } from './hot.ts';
import { idle } from './idle.ts';
import { importing, importingOthers } from './import.ts';
import { live } from './live.ts';
import { merging } from './merge.ts';
import { post } from './post.ts';
import { queue } from './queue.ts';
import { regions } from './regions.ts';
import { servers } from './servers.ts';
import { start } from './start.ts';
import { words } from './words.ts';
import { workers } from './workers.ts';

/** Everything that is measured, in the order of the page. */
export const SCENARIOS: { readonly [name: string]: { about: string; needsWrk: boolean; run: (bench: Bench) => Promise<void> } } = {
  hot: { about: 'A hot page', needsWrk: true, run: hot },
  feed: { about: 'A hot feed', needsWrk: true, run: feed },
  busy: { about: 'A hot page while comments are posted', needsWrk: true, run: busy },
  cold: { about: 'First pages that nobody has asked for yet', needsWrk: false, run: cold },
  deep: { about: 'Deep pages, replies, permalinks', needsWrk: false, run: deep },
  counts: { about: 'Counts for a front page', needsWrk: true, run: counts },
  post: { about: 'Posting through the whole pipeline', needsWrk: true, run: post },
  regions: { about: 'Regions of addresses', needsWrk: false, run: regions },
  live: { about: 'Live to a crowd', needsWrk: false, run: live },
  idle: { about: 'Readers who only have a page open', needsWrk: false, run: idle },
  workers: { about: 'Two workers beside one', needsWrk: true, run: workers },
  servers: { about: 'Two servers on one MongoDB', needsWrk: false, run: servers },
  start: { about: 'Start', needsWrk: false, run: start },
  queue: { about: 'The moderators’ queue', needsWrk: false, run: queue },
  console: { about: 'The moderators’ console', needsWrk: false, run: consoleSteps },
  words: { about: 'The longest word list', needsWrk: false, run: words },
  import: { about: 'Import of a file', needsWrk: false, run: importing },
  backup: { about: 'Backup and restore', needsWrk: false, run: backingUp },
  merge: { about: 'Merging a long thread into another', needsWrk: false, run: merging },
  imports: { about: 'Import of other systems’ files', needsWrk: false, run: importingOthers },
};
