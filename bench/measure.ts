import { openBench } from './bench.ts';
import { hasWrk } from './load/wrk.ts';
import { machineNow, type Result } from './results.ts';
import { SCENARIOS } from './scenarios/index.ts';

/** Runs scenarios one after the other; gives what each of them told. Says which could not be run here. */
export async function* measure(
  names: readonly string[],
  options: { isFull: boolean; rounds: number; seconds: number; store?: string | undefined },
): AsyncGenerator<Result> {
  const { bench, take, close } = await openBench(options);
  process.setMaxListeners(0);
  try {
    if (!bench.stores.includes('MongoDB') && options.store === undefined)
      bench.say('MongoDB is not here (MONGODB_URI or MONGOD_BINARY): SQLite alone');
    for (const name of names) {
      const scenario = SCENARIOS[name];
      if (scenario === undefined) continue;
      if (scenario.needsWrk && !hasWrk()) {
        bench.say(`${name}: not measured, wrk is missing (Debian: apt-get install wrk)`);
        continue;
      }
      const machine = machineNow();
      bench.say(`${name}: ${scenario.about}`);
      const began = performance.now();
      await scenario.run(bench);
      bench.say(`  took ${Math.round((performance.now() - began) / 1000)} s`);
      const at = new Date().toISOString().slice(0, 10);
      yield { scenario: name, about: scenario.about, at, isFull: options.isFull, machine, ...take() };
    }
  } finally {
    await close();
  }
}
