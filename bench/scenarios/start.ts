import type { Bench } from '../bench.ts';
import { startNode } from '../load/process.ts';
import { residentMb } from '../load/process.ts';
import { writeFileSync } from 'node:fs';

/** From the command to the first answer of /readyz, with many comments in the store. */
export async function start(bench: Bench): Promise<void> {
  const size = bench.sizes.at(-1) ?? 0;
  const threads = bench.sizes.map((one) => ({ key: `thread-of-${one}`, comments: one }));
  writeFileSync(bench.file('nothing'), '{}');
  for (const store of bench.stores) {
    const rounds: number[] = [];
    const bare: number[] = [];
    const memory: number[] = [];
    for (let round = 0; round <= bench.rounds; round++) {
      const server = await bench.serve(store, { threads });
      memory.push(residentMb(server.pid));
      await server.stop();
      const env = { BYTES_FILE: bench.file('nothing'), HEADERS: '["Content-Length","2"]' };
      const node = await startNode(['bench/bare/http.ts'], { env, logFile: bench.file('bare.log'), path: '/' });
      await node.stop();
      if (round === 0) continue;
      rounds.push(server.startMs);
      bare.push(node.startMs);
    }
    bench.figure(`start to ready, ${size.toLocaleString('en')} comments, ${store}`, 'ms', rounds, {
      beside: ['bare Node http', bare],
      better: 'less',
      target: { atMost: 2_000 },
    });
    bench.figure(`resident memory when ready, ${store}`, 'MB', memory.slice(1));
  }
}
