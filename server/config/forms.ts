import { isIP } from 'node:net';
import { z } from 'zod';
import { STAFF_ROLES, type StaffRole } from '../domain/accounts.ts';

/** How the texts of settings become values. Each takes the text as written and gives the value, or refuses. */

/** A host name or an address. */
export const host = z.string().refine((text) => isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text));

/** 0–65535; 0 lets the system choose. */
export const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((number) => number <= 65_535);

/** A whole number of megabytes, 0–65536. */
export const megabytes = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((number) => number <= 65_536);

/** A whole number within these. */
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .refine((number) => number >= least && number <= most);

/** Days for which the audit log is kept: half a year is the least that the law of some countries asks for; 0: for good. */
export const auditDays = wholeNumber(0, 36_500).refine((days) => days === 0 || days >= 180);

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A length of time such as 30m, 24h or 7d, given in ms: at least a second. */
export const durationUpTo = (most: number) =>
  z
    .string()
    .regex(/^\d{1,7}[smhd]$/)
    .transform((text) => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? Number.NaN))
    .refine((ms) => ms >= 1_000 && ms <= most);
/** The same, at most a year. */
export const duration = durationUpTo(366 * 86_400_000);

/** Where a Redis is, with or without TLS. */
export const redisUrl = z.string().regex(/^rediss?:\/\/[^\s]+$/);

/** Where an SMTP server is. */
export const mailUrl = z.string().refine((text) => {
  const url = /^smtps?:\/\/[^\s]+$/.test(text) && URL.canParse(text) ? new URL(text) : null;
  return url !== null && url.hostname !== '' && url.hash === '' && (url.pathname === '' || url.pathname === '/');
});

/** Paths of files, separated by commas. */
export const paths = z.string().transform((text) =>
  text
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== ''),
);

/** Where the store is. */
export const databaseUrl = z.string().regex(/^(sqlite:.+|mongodb(\+srv)?:\/\/[^\s]+)$/);

/** `on` or `off` and what people write for them. */
export const onOff = z.stringbool({ truthy: ['on', '1', 'true', 'yes'], falsy: ['off', '0', 'false', 'no'] });

/** `on`, `off` and what people write for them, or `empty`: the demo site without its sample comments. */
export const demo = z.union([z.literal('empty'), onOff.transform((isOn): 'on' | 'off' => (isOn ? 'on' : 'off'))]);

/**
 * Where the service's own addresses begin. A proxy that takes the path of `PUBLIC_URL` away would leave it unclear
 * whether one of these is meant or that path.
 */
const OWN_PATHS =
  /^\/(?:admin|api|c|compat|counts\.js|demo|embed\.d\.ts|embed\.js|feed\.json|feed\.xml|healthz|leave|live|metrics|readyz|thread|w)(?:\/|$)/i;

/** An origin, perhaps with a path, without query or credentials; given without a slash at its end. */
export const publicUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const path = url?.pathname.replace(/\/$/, '') ?? '';
  const isAddress =
    url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (isAddress && /^(?:\/[\w.~-]+)*$/.test(path) && !OWN_PATHS.test(path)) return url.origin + path;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

/** `none`, a number of hops, or addresses and networks: false, a number, or a list, as Express takes them. Never everybody. */
export const trustProxy = z.string().transform((text, context): false | number | string[] => {
  if (/^(none|off|no|false|0)$/i.test(text)) return false;
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  const networks = text.split(',').map((part) => part.trim());
  if (networks.every(isNetwork)) return networks;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** Roles of staff, separated by commas; nothing is an empty list. */
export const roles = z.string().transform((text, context): StaffRole[] => {
  const named = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const known = STAFF_ROLES.filter((role) => named.includes(role));
  if (named.every((name) => known.some((role) => role === name))) return known;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

/** Host names and addresses, separated by commas; nothing is an empty list. */
export const hosts = z.string().transform((text, context): string[] => {
  const named = text
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '');
  if (named.every((name) => isIP(name) !== 0 || /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(name))) return named;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

/** At least that many bytes of UTF-8. */
export const bytes = (least: number): z.ZodType<string, string> => z.string().refine((text) => Buffer.byteLength(text) >= least);

/** At least that many characters. */
export const characters = (least: number): z.ZodType<string, string> =>
  z.string().refine((text) => [...text].length >= least && text.length <= 1024);

/** Is the address one that only this machine can reach? */
export function isLoopbackAddress(text: string): boolean {
  return text === 'localhost' || text.endsWith('.localhost') || text === '::1' || (isIP(text) === 4 && text.startsWith('127.'));
}
