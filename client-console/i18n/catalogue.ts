import type { zhCN } from './zh-CN.ts';
import type { SettingTexts } from './setting-texts.ts';
import type { zhCNMore } from './zh-CN-more.ts';

/** The same names with texts of another language. */
export type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

/** A catalogue: the same names in every language; the mainland’s Chinese is written first. */
export type Catalogue = Texts<typeof zhCN>;

/** The part of a language that comes with the screens beside the desk. */
export type MoreTexts = Texts<Omit<typeof zhCNMore, 'settingTexts'>> & { settingTexts: SettingTexts };
