/**
 * A sentence with its facts filled in: `{n}`, and `{n|reply|replies}` for the word that goes with one or with
 * any other number (the two forms that English has; Chinese has one).
 */
export function formatText(sentence: string, facts: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)(?:\|(\w+)\|(\w+))?\}/g, (_, name: string, one?: string, other?: string) => {
    const fact = facts[name] ?? '';
    return String(one === undefined ? fact : fact === 1 ? one : other);
  });
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** How long ago, in words; the date where that is more than a week. */
export function ago(at: string, now: number, lang: string, justNow: string): string {
  const passed = now - Date.parse(at);
  if (passed > 7 * 86_400_000) return new Intl.DateTimeFormat(lang, { dateStyle: 'medium' }).format(new Date(at));
  for (const [unit, ms] of STEPS) {
    if (passed >= ms) return new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(-Math.floor(passed / ms), unit);
  }
  return justNow;
}
