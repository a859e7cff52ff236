import { createRegions } from '../../server/region/regions.ts';
import type { Bench } from '../bench.ts';
import { createRandom } from '../seed/random.ts';

const ADDRESSES = 200_000;

/** What a comment's region costs its post: one look-up in the shipped database, which is read when it is first needed. */
export async function regions(bench: Bench): Promise<void> {
  const random = createRandom(11);
  const part = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  // From 11 to 99 all are public.
  const addresses = Array.from({ length: ADDRESSES }, () => [part(11, 99), part(0, 255), part(0, 255), part(1, 254)].join('.'));
  const [reading, perSecond, each]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round <= bench.rounds; round++) {
    const { of } = createRegions([], { info: () => undefined, warn: () => bench.note('the shipped database could not be read') });
    const opened = performance.now();
    await of('1.1.1.1');
    const began = performance.now();
    for (const address of addresses) await of(address);
    const ms = performance.now() - began;
    if (round === 0) continue;
    reading.push(began - opened);
    perSecond.push((ADDRESSES / ms) * 1_000);
    each.push((ms / ADDRESSES) * 1_000);
  }
  bench.figure('regions found', 'look-ups/s', perSecond, { target: { atLeast: 50_000 } });
  bench.figure('one look-up, added to a post', 'µs', each, { target: { atMost: 20 } });
  bench.figure('the shipped database read and checked, once a process', 'ms', reading);
}
