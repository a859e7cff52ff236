/**
 * Random bytes in hexadecimal digits, two for each byte. Pages without https have no `crypto.randomUUID`.
 * @param bytes how many
 */
export const randomHex = (bytes: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
