/** The socket library without what box and console never use. */
import type { Plugin } from 'esbuild';

/**
 * What stands for parts of the socket library that the box never uses (another transport, messages that are not
 * text) or that every browser has (taking an address apart).
 */
const LEANER: Readonly<Record<string, string>> = {
  'transports/webtransport.js': 'export const WT = undefined;',
  'socket.io-parser/build/esm/is-binary.js': 'export const isBinary = () => false; export const hasBinary = isBinary;',
  'socket.io-parser/build/esm/binary.js':
    'export const deconstructPacket = (packet) => ({ packet, buffers: [] }); export const reconstructPacket = (packet) => packet;',
  'contrib/parseuri.js': `export function parse(source) {
    const { protocol, hostname, port, pathname } = new URL(source);
    return { source, protocol: protocol.slice(0, -1), host: hostname.replace(/[[\\]]/g, ''), port, path: pathname };
  }`,
  'engine.io-parser/build/esm/encodePacket.browser.js': `import { PACKET_TYPES } from './commons.js';
    export const encodePacket = ({ type, data }, _, done) => done(PACKET_TYPES[type] + (data || ''));
    export const encodePacketToBinary = encodePacket;`,
  'engine.io-parser/build/esm/decodePacket.browser.js': `import { ERROR_PACKET, PACKET_TYPES_REVERSE } from './commons.js';
    export function decodePacket(text) {
      const type = PACKET_TYPES_REVERSE[String(text).charAt(0)];
      if (!type) return ERROR_PACKET;
      return text.length > 1 ? { type, data: text.substring(1) } : { type };
    }`,
  'contrib/base64-arraybuffer.js': 'export const encode = String; export const decode = String;',
};

/** Leaves out of the box's sockets what they never use, or have anyway. */
export const textSockets: Plugin = {
  name: 'text-sockets',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/](?:socket|engine)\.io-[\w-]+[\\/].*\.js$/ }, ({ path }) => {
      const file = Object.keys(LEANER).find((end) => path.replaceAll('\\', '/').endsWith(end));
      return file === undefined ? undefined : { contents: LEANER[file] ?? '', loader: 'js' };
    });
  },
};
