import type { Lang } from './problem.ts';

/** Stands for every http(s) origin on this machine: for demos and development. */
export const LOOPBACK = '*loopback*';

/** Longest origin, in UTF-16 units. */
export const LONGEST_ORIGIN = 300;

/** Why a text is no origin that a site can allow. */
export type OriginFault = 'no-address' | 'has-path' | 'wildcard';

/** The facts of a mistake in it: `{text}` is what was written, `{origin}` what was probably meant. */
export const ORIGIN_FAULT_TEXT: { readonly [F in OriginFault]: Readonly<Record<Lang, string>> } = {
  'no-address': {
    'zh-CN': '“{text}”不是网站地址，应该像 https://news.example.com 这样写。',
    'zh-TW': '「{text}」不是網站位址，應該像 https://news.example.com 這樣寫。',
    en: '“{text}” is not the address of a website; write it like https://news.example.com.',
  },
  'has-path': {
    'zh-CN': '“{text}”带了路径；只写到域名和端口：{origin}。',
    'zh-TW': '「{text}」帶了路徑；只寫到網域和連接埠：{origin}。',
    en: '“{text}” has a path; write no more than host and port: {origin}.',
  },
  wildcard: {
    'zh-CN': '“{text}”的 * 用得不对：只能放在最前面代表子域名，后面至少有两级，例如 https://*.example.com。',
    'zh-TW': '「{text}」的 * 用得不對：只能放在最前面代表子網域，後面至少有兩級，例如 https://*.example.com。',
    en: '“{text}” has its * in a wrong place: it stands for subdomains at the beginning alone, before two labels at least, like https://*.example.com.',
  },
};

/** The sentence for a fault. */
export function originFaultText(fault: OriginFault, text: string, lang: Lang): string {
  const origin = URL.canParse(text) ? new URL(text).origin : '';
  return ORIGIN_FAULT_TEXT[fault][lang].replace('{text}', () => text).replace('{origin}', () => origin);
}

/**
 * Reads what somebody wrote for an origin: gives it in the form in which browsers send it (scheme and host in small
 * letters, international names as they go over the wire, the usual port left out), or what is wrong.
 * `https://*.example.com` stands for all subdomains of example.com, however deep, and not for example.com itself.
 */
export function readOrigin(text: string): { origin: string } | { fault: OriginFault } {
  const written = text.trim();
  if (written === LOOPBACK) return { origin: LOOPBACK };
  // Read without its asterisk, which Chromium escapes in a host and Node does not.
  const isPattern = /^https?:\/\/\*\./i.test(written);
  const plain = isPattern ? written.replace('*.', '') : written;
  const url = /^https?:\/\//i.test(plain) && URL.canParse(plain) ? new URL(plain) : null;
  if (url === null || url.username !== '' || url.password !== '') return { fault: 'no-address' };
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return { fault: 'has-path' };
  if (plain.includes('*') || (isPattern && !/^[^.]+(?:\.[^.]+)+$/.test(url.hostname))) return { fault: 'wildcard' };
  return { origin: isPattern ? `${url.protocol}//*.${url.host}` : url.origin };
}
