import type { WidgetEvents } from '../embed.d.ts';
import type { Chunks } from '../chunks.ts';
import type { Catalogue } from '../i18n/zh-CN.ts';
import type { LateCatalogue } from '../i18n/zh-CN-late.ts';
import type { Attempts } from '../keep-trying.ts';
import type { PageOptions } from '../page-options.ts';
import type { Policy } from '../../client-shared/trusted-types.ts';

/** Tells the page of something. */
export type Emit = <E extends keyof WidgetEvents>(event: E, news: WidgetEvents[E]) => void;

/** The options after every default. */
export interface BoxSettings {
  /** Where the service is, without a slash at its end. */
  service: string;
  site: string;
  thread: { key: string; url: string; title: string };
  lang: 'zh-CN' | 'zh-TW' | 'en';
  view: 'nested' | 'tower';
  sort: 'hot' | 'newest' | 'oldest' | null;
}

/** What the loader gives a box beside its place. */
export interface BoxEnvironment {
  /** What the page says; its theme may change. */
  options: PageOptions;
  service: string;
  lang: BoxSettings['lang'];
  /** The words of that language; null: the first one's, which come with the box. */
  texts: (Catalogue & LateCatalogue) | null;
  emit: Emit;
  /** Gets a part of the code. */
  load: <N extends keyof Chunks>(name: N) => Promise<Chunks[N]>;
  /** Tries until it succeeds, as long as the box is on the page. */
  keepTrying: (act: () => Promise<unknown>) => Attempts;
  /** What all boxes of the page insert html by. */
  trust: { policy?: Policy };
  /** Ends the box when its place has left the document. */
  endIfGone: () => void;
}
