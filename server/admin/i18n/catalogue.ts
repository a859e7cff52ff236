import type { zhCN } from './zh-CN.ts';

/** The same names with texts of another language. */
export type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

/** A catalogue: the same names in every language; the mainland’s Chinese is written first. */
export type Catalogue = Texts<typeof zhCN>;
