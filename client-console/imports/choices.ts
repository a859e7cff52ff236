import type { SiteFull } from '../../contract/site.ts';
import type { FormatName } from '../../server/domain/import-formats.ts';
import type { Includable } from '../../server/domain/includable.ts';
import { linesOf } from '../text/lines.ts';

/** How a file is to be read, as it is chosen. */
export interface ImportChoices {
  format: FormatName | 'auto';
  baseUrl: string;
  timeZone: string;
  /** Empty: as the file declares it. */
  encoding: string;
  include: readonly Includable[];
  /** `OLD=NEW`, one a line. */
  mapUrl: string;
  project: string;
}

/** Encodings that exports come in, as the service knows them. */
export const ENCODINGS = ['utf-8', 'gb18030', 'big5', 'utf-16le', 'shift_jis', 'euc-kr', 'iso-8859-1', 'windows-1252'] as const;

/** The address of a site as far as its origins name one. */
export const addressOf = (site: Pick<SiteFull, 'origins'>): string =>
  site.origins.find((origin) => /^https?:\/\//.test(origin) && !origin.includes('*')) ?? '';

/** What is chosen before anybody chooses. */
export const firstChoices = (site: Pick<SiteFull, 'origins'>): ImportChoices => ({
  format: 'auto',
  baseUrl: addressOf(site),
  timeZone: 'UTC',
  encoding: '',
  include: [],
  mapUrl: '',
  project: '',
});

/** What is wrong with the choices, by field. */
export interface ChoiceFaults {
  baseUrl?: true;
  /** The first line that is no pair; 0: they are too many for one call. */
  mapUrl?: number;
}

/** The service takes so much of an address, in signs. */
const LONGEST_QUERY = 12_000;
const LONGEST_NAME = 200;

/** @returns an empty object when nothing is wrong. */
export function faultsOf(choices: ImportChoices): ChoiceFaults {
  const { baseUrl, mapUrl } = choices;
  const wrong = mapUrl.split('\n').findIndex((line) => line.trim() !== '' && !/^.+?=https?:\/\/.+$/i.test(line.trim()));
  const isLong = queryOf(choices, '', '').toString().length > LONGEST_QUERY;
  return {
    ...(baseUrl.trim() === '' || (/^https?:\/\//i.test(baseUrl.trim()) && URL.canParse(baseUrl.trim())) ? {} : { baseUrl: true }),
    ...(wrong === -1 ? (isLong ? { mapUrl: 0 } : {}) : { mapUrl: wrong + 1 }),
  };
}

/** The query of the call that sends a file. */
export function queryOf(choices: ImportChoices, site: string, name: string): URLSearchParams {
  const { format, baseUrl, timeZone, encoding, include, mapUrl, project } = choices;
  const query = new URLSearchParams({ site, name: name.slice(-LONGEST_NAME), format, timeZone });
  const rest = { baseUrl: baseUrl.trim(), encoding, include: include.join(','), project: project.trim() };
  for (const [key, value] of Object.entries(rest)) if (value !== '') query.set(key, value);
  for (const line of linesOf(mapUrl)) query.append('mapUrl', line);
  return query;
}

/** Lines that take hosts as other addresses, whole pages and all. */
export const pairsOfHosts = (targets: Readonly<Record<string, string>>): string[] =>
  Object.entries(targets)
    .map(([host, target]) => [host, target.trim().replace(/\/+$/, '')] as const)
    .filter(([, target]) => target !== '')
    .map(([host, target]) => `${host}/*=${/^https?:\/\//i.test(target) ? target : `https://${target}`}/*`);
