/** Holds the files that the loader asks for to what `Chunks` says of them; for the compiler alone, no code imports it. */
import type { Chunks } from './types/environment.ts';

type Checked<C extends Chunks> = C;

export type ChunkFiles = Checked<{
  app: typeof import('./mount.tsx');
  late: typeof import('./late-entry.ts');
  members: typeof import('./members-entry.ts');
  report: typeof import('./report-entry.tsx');
  own: typeof import('./own-entry.ts');
  verification: typeof import('./verification-entry.ts');
  live: typeof import('./live.ts');
  duties: typeof import('./duties.ts');
  puzzle: typeof import('./puzzle.ts');
  counts: typeof import('./counts.ts');
  'zh-TW': typeof import('./i18n/zh-TW.ts');
  en: typeof import('./i18n/en.ts');
}>;
