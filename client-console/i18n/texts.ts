import type { Lang } from '../../client-shared/language.ts';
import { lang } from '../choices.ts';
import type { Catalogue, MoreTexts } from './catalogue.ts';

/** Each language is in two files: a moderator loads one language, and of it first the texts of the desk. */
const FILES: { readonly [L in Lang]: { desk: () => Promise<Catalogue>; more: () => Promise<MoreTexts> } } = {
  'zh-CN': { desk: async () => (await import('./zh-CN.ts')).zhCN, more: async () => (await import('./zh-CN-more.ts')).zhCNMore },
  'zh-TW': { desk: async () => (await import('./zh-TW.ts')).zhTW, more: async () => (await import('./zh-TW-more.ts')).zhTWMore },
  en: { desk: async () => (await import('./en.ts')).en, more: async () => (await import('./en-more.ts')).enMore },
};
const desk = new Map<Lang, Catalogue>();
const all = new Map<Lang, Catalogue & MoreTexts>();

/** Loads the texts of the desk in a language; at once when they are there. @throws what import() throws. */
export async function loadTexts(wanted: Lang): Promise<void> {
  if (!desk.has(wanted)) desk.set(wanted, await FILES[wanted].desk());
}

/** Loads all texts of the chosen language; at once when they are there. @throws what import() throws. */
export async function loadAllTexts(wanted: Lang = lang.value): Promise<void> {
  if (all.has(wanted)) return;
  const [, more] = await Promise.all([loadTexts(wanted), FILES[wanted].more()]);
  all.set(wanted, { ...textsOf(desk, wanted), ...more });
}

/** Changes the language once its texts are there. @throws what import() throws; then nothing has changed. */
export async function changeLang(wanted: Lang): Promise<void> {
  await (all.has(lang.value) ? loadAllTexts(wanted) : loadTexts(wanted));
  lang.value = wanted;
}

function textsOf<T>(loaded: ReadonlyMap<Lang, T>, wanted: Lang): T {
  const found = loaded.get(wanted);
  if (found === undefined) throw new Error(`the words of ${wanted} are not loaded`);
  return found;
}

/**
 * The texts of the desk in the chosen language; a component that asks is drawn again when the language changes.
 * @throws Error before `loadTexts`
 */
export const texts = (): Catalogue => textsOf(desk, lang.value);

/** The same with the texts of the other screens. @throws Error before `loadAllTexts` */
export const allTexts = (): Catalogue & MoreTexts => textsOf(all, lang.value);

/** The text of a name in a list; the name itself where the service knows more names than this console. */
export function labelOf(list: Readonly<Record<string, string>>, name: string): string {
  return list[name] ?? name;
}
