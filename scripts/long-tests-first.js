import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/**
 * The files that take longest, the longest first: with them at the start, no run ends with one of them alone. Jest
 * knows by itself only how long they took in earlier runs on the same machine, and a fresh clone has had none.
 */
const LONG = [
  'test/fault/command-kill.test.ts',
  'test/fault/fifty-moderators.test.ts',
  'test/cli/import-export.test.ts',
  'test/cli/backup-servers.test.ts',
  'test/live/two-servers.test.ts',
  'test/store/mongo.test.ts',
  'test/store/mongo-replica-set.test.ts',
  'test/live/workers.test.ts',
  'test/browser/widget-kept-texts.test.ts',
  'test/browser/admin-still.test.ts',
  'test/browser/admin-list.test.ts',
  'test/browser/widget-accessibility.test.ts',
  'test/browser/admin-accessibility.test.ts',
  'test/http/towers.test.ts',
  'test/fault/store-kill.test.ts',
  'test/cli/store-commands.test.ts',
  'test/cli/demo.test.ts',
  'test/browser/admin.test.ts',
  'test/people/staff.test.ts',
  'test/cli/npm.test.ts',
  'test/cli/serve.test.ts',
];

const ROOT = join(import.meta.dirname, '..');
const missing = LONG.filter((file) => !existsSync(join(ROOT, file)));
if (missing.length > 0) throw new Error(`scripts/long-tests-first.js names what is not there: ${missing.join(', ')}`);

/** Puts the long files first; the others as jest would. */
export default class LongTestsFirst extends Sequencer {
  async sort(tests) {
    const place = ({ path }) => {
      const found = LONG.indexOf(relative(ROOT, path).split(sep).join('/'));
      return found === -1 ? LONG.length : found;
    };
    return (await super.sort(tests)).toSorted((one, other) => place(one) - place(other));
  }
}
