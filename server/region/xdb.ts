import { isIPv4, isIPv6 } from 'node:net';
import { ipv6Groups } from '../web/client-network.ts';

/** The addresses that a file is about. */
export type IpVersion = 4 | 6;

/** A database of regions in memory. */
export interface Xdb {
  version: IpVersion;
  /**
   * What the file says of an address, parts separated by `|`; null: nothing, or the address is of the other version.
   * @param address in its plain form (`plainAddress`)
   */
  find: (address: string) => string | null;
}

/**
 * The format of ip2region (github.com/lionsoul2014/ip2region, maker/golang/xdb/maker.go), numbers little-endian: a header
 * of 256 bytes (u16 structure, u16 policy, u32 time, u32 place of the first entry, u32 of the last, u16 version of IP), an index
 * by the first two bytes that is not needed here, the texts, then the entries in the order of their addresses: first address,
 * last address, u16 length and u32 place of the text. An address of IPv4 is a little-endian number, one of IPv6 stands as it is sent.
 */
const HEADER_BYTES = 256;
/** The older structure knows IPv4 alone and does not name the version. */
const STRUCTURE_2 = 2;
const STRUCTURE_3 = 3;

/**
 * Takes a file as it was read.
 * @throws Error what is wrong with it; every entry is looked at, so that a file that was cut or half replaced is refused.
 */
export function openXdb(file: Buffer): Xdb {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const entries = entriesOf(view);
  checkEntries(view, entries);
  const { version, first, count, bytes, addressBytes } = entries;
  const compare = version === 4 ? compareIpv4 : compareIpv6;

  function find(address: string): string | null {
    const wanted = addressOf(address, version);
    if (wanted === null) return null;
    let [low, high] = [0, count - 1];
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const at = first + middle * bytes;
      if (compare(wanted, 0, view, at) < 0) high = middle - 1;
      else if (compare(wanted, 0, view, at + addressBytes) > 0) low = middle + 1;
      else return textAt(file, at + addressBytes * 2);
    }
    return null;
  }
  return { version, find };
}

interface Entries {
  version: IpVersion;
  /** Place of the first one. */
  first: number;
  count: number;
  /** Length of one. */
  bytes: number;
  addressBytes: number;
}

/** @throws Error when the header is none, or the entries are not all there. */
function entriesOf(view: DataView): Entries {
  const structure = view.byteLength < HEADER_BYTES ? 0 : view.getUint16(0, true);
  const version = structure === STRUCTURE_2 ? 4 : structure === STRUCTURE_3 ? view.getUint16(16, true) : 0;
  if (version !== 4 && version !== 6) throw new Error('not a database of ip2region (xdb)');
  const addressBytes = version === 4 ? 4 : 16;
  const bytes = addressBytes * 2 + 6;
  const [first, last] = [view.getUint32(8, true), view.getUint32(12, true)];
  const count = (last - first) / bytes + 1;
  if (first < HEADER_BYTES || !Number.isInteger(count) || count < 1 || last + bytes > view.byteLength) {
    throw new Error('its end is missing');
  }
  return { version, first, count, bytes, addressBytes };
}

/** @throws Error when an entry does not come after the one before, or its text is not in the file. */
function checkEntries(view: DataView, { version, first, count, bytes, addressBytes }: Entries): void {
  const compare = version === 4 ? compareIpv4 : compareIpv6;
  const end = first + count * bytes;
  for (let at = first; at < end; at += bytes) {
    const text = at + addressBytes * 2;
    const isThere = view.getUint32(text + 2, true) + view.getUint16(text, true) <= view.byteLength;
    const isNext = at === first || compare(view, at, view, at - bytes + addressBytes) > 0;
    if (!isThere || !isNext || compare(view, at + addressBytes, view, at) < 0) throw new Error('its index is damaged');
  }
}

/** Compares the addresses at two places; negative: the first is the lower one. */
type Compare = (one: DataView, at: number, other: DataView, otherAt: number) => number;

const compareIpv4: Compare = (one, at, other, otherAt) => one.getUint32(at, true) - other.getUint32(otherAt, true);

const compareIpv6: Compare = (one, at, other, otherAt) => {
  for (let i = 0; i < 16; i += 4) {
    const difference = one.getUint32(at + i) - other.getUint32(otherAt + i);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** An address as it stands in a file; null: the text is no address of this version. */
function addressOf(address: string, version: IpVersion): DataView | null {
  if (!(version === 4 ? isIPv4(address) : isIPv6(address))) return null;
  const view = new DataView(new ArrayBuffer(16));
  if (version === 4) for (const [i, part] of address.split('.').entries()) view.setUint8(3 - i, Number(part));
  else for (const [i, group] of ipv6Groups(address).entries()) view.setUint16(i * 2, Number.parseInt(group, 16));
  return view;
}

/** The text that an entry names; null when it is empty or no UTF-8. */
function textAt(file: Buffer, entry: number): string | null {
  const start = file.readUInt32LE(entry + 2);
  const text = file.toString('utf8', start, start + file.readUInt16LE(entry));
  return text === '' || text.includes('\ufffd') ? null : text;
}
