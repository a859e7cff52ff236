import type { Logger } from 'pino';
import type { Ms, Site } from '../domain/types.ts';
import type { Page } from './page.ts';
import type { RateTokens } from './rate-tokens.ts';
import type { PageRequest, ReadDeps, Reading } from './read-page.ts';

/** A page in the cache. */
export interface CachedPage {
  readonly url: string;
  readonly request: PageRequest;
  page: Page;
  site: Site;
  thread: Reading['thread'];
  /** Where the changes of what it depends on are counted, and how many of them it includes. */
  slots: readonly [number, number];
  seen: number;
  readAt: Ms;
  checkedAt: Ms;
  rateTokens: RateTokens;
  renewing: Promise<boolean> | null;
  checking: Promise<boolean> | null;
}

export type PageCacheDeps = ReadDeps & {
  /** Never steps back. */
  now: () => Ms;
  timeOfDay: () => Ms;
  /** Bytes that the pages may take. */
  mostBytes: number;
  onError: (error: unknown) => void;
};

/** What was answered since the last report, and what is cached. */
export interface PagesReport {
  /** Answers by the path of their route and their status. */
  answered: { route: string; status: 200 | 304; count: number }[];
  /** Answered from ready bytes at once, and after making or checking them. */
  hits: number;
  misses: number;
  pages: number;
  bytes: number;
}

export type PagesDeps = ReadDeps & {
  /** Never steps back. */
  now: () => Ms;
  timeOfDay: () => Ms;
  /** Memory for ready bytes; 0: every request goes on to `next`. */
  mostBytes: number;
  /** Headers that every answer of the service has, as pairs. */
  headers: readonly string[];
  /** Is called with how long it took, in seconds, to make or to check a page that was not ready. */
  observe?: (seconds: number) => void;
  log: Pick<Logger, 'debug' | 'warn' | 'isLevelEnabled'>;
};
