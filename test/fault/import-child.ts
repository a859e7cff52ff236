/** An import, or the taking-back of one, that ends itself by SIGKILL at the n-th act of its store. Arguments: address, site, file, import or undo, n. */
import { openStore } from '../../server/store/open-store.ts';
import type { Store } from '../../server/store/port.ts';
import { SYSTEM } from '../../server/domain/effects.ts';
import { undoImport } from '../../server/transfer/undo-import.ts';
import { importInto, newIdOfTest } from '../transfer/import-into.ts';

const [address = '', siteId = '', file = '', act = '', place = ''] = process.argv.slice(2);
let left = Number(place);

/** The same, counting its acts: the one that is reached last begins, and the process is gone while it is under way. */
function counting<T extends object>(part: T, names: readonly string[]): T {
  return new Proxy(part, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function' || !names.includes(String(name))) return value;
      return (...args: unknown[]) => {
        const made: unknown = Reflect.apply(value, target, args);
        // Every other one has a moment to be done.
        if (--left === 0) setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(place) % 2 === 0 ? 0 : 5);
        return made;
      };
    },
  });
}

const store = await openStore(address, '.');
const counted: Store = {
  ...store,
  imports: counting(store.imports, ['create', 'change', 'note', 'deleteComments', 'deleteReaders']),
  maintenance: counting(store.maintenance, ['importBatch']),
  threads: counting(store.threads, ['open']),
};
const site = (await store.sites.list()).find(({ id }) => id === siteId);
if (site === undefined) throw new Error(`no site ${siteId}`);
if (act === 'import') await importInto(counted, site, [file]);
else {
  for (const made of (await store.imports.list({ siteId, limit: 100 })).items)
    if (made.state !== 'undone') await undoImport({ store: counted, now: Date.now, newId: newIdOfTest }, made, SYSTEM, () => undefined);
}
await store.close();
process.stdout.write('done\n');
