/**
 * Measures the server, beside the bare platform in the same run.
 *
 *   node bench/run.ts                 everything, short
 *   node bench/run.ts --full          everything, large threads, more rounds
 *   node bench/run.ts hot post        these alone
 *   --rounds N --seconds N            of each load
 *   --store SQLite|MongoDB            with this store alone
 *   --dry                             writes nothing
 *
 * Writes bench/results/NAME.json and the tables and charts of docs/performance.md.
 */
import { parseArgs } from 'node:util';
import { measure } from './measure.ts';
import { writeReport } from './report/report.ts';
import { saveResult } from './results.ts';
import { SCENARIOS } from './scenarios/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    dry: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    store: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => SCENARIOS[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`no scenario ${unknown.join(', ')}; there are ${Object.keys(SCENARIOS).join(', ')}\n`);
  process.exit(2);
}
const names = positionals.length > 0 ? positionals : Object.keys(SCENARIOS);
const options = {
  store: values.store,
  isFull: values.full,
  rounds: Number(values.rounds ?? (values.full ? 5 : 3)),
  seconds: Number(values.seconds ?? (values.full ? 8 : 2)),
};
for await (const result of measure(names, options)) if (!values.dry) saveResult(result);
if (!values.dry) writeReport();
