import type { Lang } from '../../client-shared/language.ts';
import type { PolicyHolder } from '../../client-shared/trusted-types.ts';
import type { Catalogue } from '../i18n/zh-CN.ts';
import type { LateCatalogue } from '../i18n/zh-CN-late.ts';
import type { Attempts } from '../keep-trying.ts';
import type { PageOptions } from '../page-options.ts';
import type { Controller, Duties, Emit, PuzzleSolver } from './controller.ts';
import type { LateParts } from './late-parts.ts';

/** The texts of a language, which come as one file. */
interface LanguageFile {
  texts: Catalogue & LateCatalogue;
}

/** The files of the box beside embed.js, in the folder of their version: what each holds. `chunk-check.ts` holds them to it. */
export interface Chunks {
  app: { mount(place: Element, shadow: ShadowRoot, environment: BoxEnvironment): MountedBox };
  late: LateParts;
  live: { follow(controller: Controller): () => void };
  duties: Duties;
  puzzle: PuzzleSolver;
  counts: { openCounts(site: string, service: string): () => Promise<void> };
  'zh-TW': LanguageFile;
  en: LanguageFile;
}

/** A box that is on the page. */
export interface MountedBox {
  setTheme(): void;
  destroy(): void;
}

/** What the loader gives a box beside its place. */
export interface BoxEnvironment {
  /** What the page asks for; its theme may change. */
  options: PageOptions;
  service: string;
  lang: Lang;
  /** The texts of that language; null: those of zh-CN, which come with the box. */
  texts: (Catalogue & LateCatalogue) | null;
  emit: Emit;
  /** Loads a part of the code. */
  load: <N extends keyof Chunks>(name: N) => Promise<Chunks[N]>;
  /** Tries until it succeeds, as long as the box is on the page. */
  keepTrying: (attempt: () => Promise<unknown>) => Attempts;
  /** The policy by which all boxes of the page insert html. */
  trust: PolicyHolder;
  /** Ends the box when its place has left the document. */
  endIfGone: () => void;
}
