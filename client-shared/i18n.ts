/** Names of texts in another language: the same ones, each with a text of its own. */
export type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

/**
 * Fills values into a sentence: `{n}`, and `{n|reply|replies}` for the word that goes with one or with any other
 * number (the two forms that English has; Chinese has one).
 */
export function formatText(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)(?:\|(\w+)\|(\w+))?\}/g, (_, name: string, one?: string, other?: string) => {
    const value = values[name] ?? '';
    return String(one === undefined ? value : value === 1 ? one : other);
  });
}

const DAY = 86_400_000;
const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', DAY],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/**
 * How long ago something was, in words; the date where it is more than some days.
 * @param at a time of day in ISO 8601
 * @param now ms since 1970
 * @param justNow the text for less than a minute
 */
export function ago(at: string, now: number, lang: string, justNow: string, days = 7): string {
  const passed = now - Date.parse(at);
  if (passed > days * DAY) return new Intl.DateTimeFormat(lang, { dateStyle: 'medium' }).format(new Date(at));
  for (const [unit, ms] of STEPS) {
    if (passed >= ms) return new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(-Math.floor(passed / ms), unit);
  }
  return justNow;
}
