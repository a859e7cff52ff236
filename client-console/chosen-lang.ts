import { type Lang, langOf } from '../client-shared/language.ts';

/** What is kept on this machine under a name of the console's; null where storage is forbidden. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`liangju-admin:${name}`);
  } catch {
    return null;
  }
}

const isLang = (value: string | null): value is Lang => value === 'zh-CN' || value === 'zh-TW' || value === 'en';

/** The language that was chosen here, or the one that suits the browser. */
export function chosenLang(): Lang {
  const own = kept('lang');
  return isLang(own) ? own : langOf(navigator.language);
}
