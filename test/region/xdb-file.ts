import { isIPv4 } from 'node:net';
import { plainAddress } from '../../server/web/client-network.ts';

/** A database of ip2region with these ranges, all of one version of IP and in their order: first address, last address, what is said of them. */
export function xdbFile(ranges: readonly (readonly [string, string, string])[], structure: 2 | 3 = 3): Buffer {
  const isFour = isIPv4(ranges[0]?.[0] ?? '');
  const header = Buffer.alloc(256);
  const vectorIndex = Buffer.alloc(256 * 256 * 8);
  const texts = Buffer.from(ranges.map(([, , text]) => text).join(''));
  const places = ranges.map((_, i) =>
    Buffer.byteLength(
      ranges
        .slice(0, i)
        .map(([, , text]) => text)
        .join(''),
    ),
  );
  const entries = ranges.map(([first, last, text], i) => {
    const tail = Buffer.alloc(6);
    tail.writeUInt16LE(Buffer.byteLength(text));
    tail.writeUInt32LE(header.length + vectorIndex.length + (places[i] ?? 0), 2);
    return Buffer.concat([bytesOf(first), bytesOf(last), tail]);
  });
  const start = header.length + vectorIndex.length + texts.length;
  header.writeUInt16LE(structure);
  header.writeUInt32LE(start, 8);
  header.writeUInt32LE(start + (entries.length - 1) * (isFour ? 14 : 38), 12);
  if (structure === 3) header.writeUInt16LE(isFour ? 4 : 6, 16);
  return Buffer.concat([header, vectorIndex, texts, ...entries]);
}

/** As entries have it: IPv4 little-endian, IPv6 as it is sent. */
function bytesOf(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number).reverse());
  const [head = '', tail = ''] = (plainAddress(address) ?? '').split('::').map((part) => part);
  const left = head.split(':').filter((group) => group !== '');
  const right = tail.split(':').filter((group) => group !== '');
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
