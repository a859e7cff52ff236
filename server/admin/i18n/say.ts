import { lang } from '../choices.ts';
import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';
import { zhTW } from './zh-TW.ts';

const CATALOGUES = { 'zh-CN': zhCN, 'zh-TW': zhTW, en } as const satisfies Record<string, Catalogue>;

/** The words of the chosen language; a component that asks is drawn again when the language changes. */
export const words = (): Catalogue => CATALOGUES[lang.value];

/** A sentence with its facts filled in. */
export function fill(sentence: string, facts: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
}

/** A word of a list that the server may have grown since: then the name itself. */
export function wordOf(list: Readonly<Record<string, string>>, name: string): string {
  return list[name] ?? name;
}
