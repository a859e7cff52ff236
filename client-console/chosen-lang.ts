export type Lang = 'zh-CN' | 'zh-TW' | 'en';

/** What is kept on this machine under a name of the console's; null where storage is forbidden. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`liangju-admin:${name}`);
  } catch {
    return null;
  }
}

/** The catalogue that suits a browser's language. */
function nearestLang(spoken: string): Lang {
  if (/^zh-(?:hant|tw|hk|mo)/i.test(spoken)) return 'zh-TW';
  return /^zh/i.test(spoken) || spoken === '' ? 'zh-CN' : 'en';
}

const isLang = (value: string | null): value is Lang => value === 'zh-CN' || value === 'zh-TW' || value === 'en';

/** The language that was chosen here, or the one that suits the browser. */
export function chosenLang(): Lang {
  const own = kept('lang');
  return isLang(own) ? own : nearestLang(navigator.language);
}
