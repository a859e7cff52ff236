/** Families of browsers by what they write into `User-Agent`; who builds on another's engine comes before it. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger\//, 'WeChat'],
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/QQBrowser\//, 'QQ Browser'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/Version\/\S+ (?:Mobile\/\S+ )?Safari\//, 'Safari'],
];

/** Which browser a `User-Agent` is of; empty when it is none that is known. */
export function browserFamily(userAgent: string | undefined): string {
  return FAMILIES.find(([form]) => form.test(userAgent ?? ''))?.[1] ?? '';
}
