import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { onBothStores } from '../support/on-both-stores.ts';

onBothStores('liangju restore beside a running server', (server) => {
  test('is refused as long as the server has the store open', async () => {
    const archive = join(server().dataDir, 'all.gz');
    expect((await server().cli(['backup', archive])).code).toBe(0);
    for (const args of [
      ['restore', archive],
      ['restore', archive, '--dry-run'],
    ]) {
      const { code, err, out } = await server().cli(args);
      expect([args, code, out + err]).toEqual([args, 1, expect.stringContaining('A server or another command uses this store')]);
    }
    expect((await fetch(`${server().url}/readyz`)).status).toBe(200);
    expect(await server().stop()).toBe(0);
    // Nobody has it open any more, and it is as full as it was.
    const after = await server().cli(['restore', archive]);
    expect([after.code, after.out + after.err]).toEqual([1, expect.stringContaining('The store is not empty')]);
    await server().restart();
    await rm(archive);
  });
});
