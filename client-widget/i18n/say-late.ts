import type { Settled } from '../options.ts';
import { type LateCatalogue, zhCNLate } from './zh-CN-late.ts';

/** What is read when one writes, in a language. */
export async function lateCatalogueOf(lang: Settled['lang']): Promise<LateCatalogue> {
  if (lang === 'zh-TW') return (await import('./zh-TW.ts')).zhTW;
  if (lang === 'en') return (await import('./en.ts')).en;
  return zhCNLate;
}
