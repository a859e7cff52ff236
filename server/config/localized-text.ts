import type { Lang } from '../../contract/problem.ts';

/** A text in every language of the service. */
export type LocalizedText = Readonly<Record<Lang, string>>;

/** The languages for the person who runs the program, by LC_ALL, LC_MESSAGES or LANG; Chinese and English when they name none. */
export function terminalLangs(env: Readonly<Record<string, string | undefined>>): readonly Lang[] {
  const name = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  if (/^zh[_-](tw|hk|mo|hant)/i.test(name)) return ['zh-TW'];
  if (/^zh/i.test(name)) return ['zh-CN'];
  return name === '' || /^(c|posix)(\.|$)/i.test(name) ? ['zh-CN', 'en'] : ['en'];
}

/** The text in these languages, one after another. */
export function localize(langs: readonly Lang[], text: LocalizedText): string {
  return langs.map((lang) => text[lang]).join(' / ');
}
