import { existsSync, unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../ops/log.ts';
import { kindOfAddress } from '../outbound/addresses.ts';
import { plainAddress } from '../web/client-network.ts';
import { regionName, UNKNOWN_REGION } from './region-name.ts';
import { type IpVersion, openXdb, type Xdb } from './xdb.ts';

/** The database that comes with the program, for IPv4: beside the built program, or in the package from which it is copied there. */
const SHIPPED = [
  join(import.meta.dirname, 'ip2region.xdb'),
  join(import.meta.dirname, '../../node_modules/ip2region-ts/data/ip2region.xdb'),
] as const;

/** How often the operator's files are looked at, ms. */
const LOOK_EVERY = 2_000;

/** Where readers are. */
export interface Regions {
  /**
   * The region of an address as it is shown. Reads no file but the one that comes with the program, once, when it is first needed.
   * @param address in any form; null: none is known
   */
  of: (address: string | null) => Promise<string>;
  /** Reads the operator's files, and again when they are replaced. */
  start: () => Promise<void>;
  stop: () => void;
}

/**
 * @param files the operator's own databases; each takes the place of another one for its version of IP. One that cannot
 * be read is logged, and what was there before stays in use.
 */
export function createRegions(files: readonly string[], log: Pick<Log, 'info' | 'warn'>): Regions {
  const own = new Map<IpVersion, Xdb>();
  let shipped: Promise<Xdb | null> | undefined;
  let isStopped = false;
  let reading: Promise<void> = Promise.resolve();

  async function readOwn(file: string): Promise<void> {
    try {
      const xdb = openXdb(await readFile(file));
      if (isStopped) return;
      own.set(xdb.version, xdb);
      log.info({ file, version: xdb.version }, 'the database of regions was read');
    } catch (error) {
      log.warn({ err: error, file }, 'the database of regions could not be read; the one before stays in use');
    }
  }

  async function readShipped(): Promise<Xdb | null> {
    try {
      return openXdb(await readFile(SHIPPED.find(existsSync) ?? SHIPPED[0]));
    } catch (error) {
      log.warn({ err: error }, 'the database of regions that comes with the program could not be read');
      return null;
    }
  }

  return {
    async of(address) {
      const plain = plainAddress(address ?? '');
      if (plain === null || kindOfAddress(plain) !== 'public') return UNKNOWN_REGION;
      const isIpv6 = plain.includes(':');
      let xdb = own.get(isIpv6 ? 6 : 4) ?? null;
      if (xdb === null && !isIpv6) {
        shipped ??= readShipped();
        xdb = await shipped;
      }
      return regionName(xdb?.find(plain) ?? '');
    },
    async start() {
      for (const file of files) {
        // One after the other, so that what was there first does not come in last.
        const readNext = (): void => {
          reading = reading.then(() => readOwn(file));
        };
        // A file that is not there is reported at once too, as having been changed from nothing to nothing.
        watchFile(file, { interval: LOOK_EVERY, persistent: false }, (now, before) => {
          if (now.mtimeMs !== 0 || before.mtimeMs !== 0) readNext();
        });
        readNext();
      }
      await reading;
    },
    stop() {
      isStopped = true;
      for (const file of files) unwatchFile(file);
    },
  };
}
