/** Shown of an address whose place is not known, so that nothing looks as if it were left out. */
export const UNKNOWN_REGION = '未知';

/** The provinces, municipalities, autonomous and special regions of China by the short names under which platforms show them. */
const PROVINCES = [
  ...['北京', '天津', '上海', '重庆', '河北', '山西', '辽宁', '吉林', '黑龙江', '江苏', '浙江', '安徽', '福建', '江西', '山东', '河南'],
  ...['湖北', '湖南', '广东', '海南', '四川', '贵州', '云南', '陕西', '甘肃', '青海', '台湾'],
  ...['内蒙古', '广西', '西藏', '宁夏', '新疆', '香港', '澳门'],
];
const SUFFIXES = '省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区';
const PROVINCE = new RegExp(`^(?:中国)?(${PROVINCES.join('|')})(?:${SUFFIXES})?$`, 'u');
/** How files that write other languages name them. */
const BY_CODE: Readonly<Record<string, string>> = { CN: '中国', HK: '香港', MO: '澳门', TW: '台湾' };

/** Longer than any name of a country: what a file has there is something else. */
const LONGEST_NAME = 40;

/**
 * The region that is shown, of what a database says of an address: a province for China, else the country in Chinese.
 * Files have `country|province|city|operator|code` or, the older ones, `country|area|province|city|operator`, `0` for what is not known;
 * some name countries in English.
 */
export function regionName(text: string): string {
  const [country = '', first = '', second = '', ...rest] = text.split('|').map((part) => part.trim());
  const own = provinceIn(country);
  if (own !== null) return own;
  const code = codeOf(country, rest.at(-1) ?? '');
  const name = code === null ? country : (BY_CODE[code] ?? chineseName(code) ?? country);
  if (name === '中国') return provinceIn(first) ?? provinceIn(second) ?? name;
  return /^(?:0|Reserved|内网IP|)$/u.test(name) || name.length > LONGEST_NAME ? UNKNOWN_REGION : name;
}

const provinceIn = (text: string): string | null => PROVINCE.exec(text)?.[1] ?? null;

const HAN = /\p{Script=Han}/u;
const inChinese = new Intl.DisplayNames('zh-CN', { type: 'region', fallback: 'none' });
const inEnglish = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** What ISO 3166 calls a country in Chinese; undefined of letters that stand for none. */
const chineseName = (code: string): string | undefined => (/^(?:ZZ|X[AB])$/.test(code) ? undefined : inChinese.of(code));

/** The ISO 3166 code of a country that the file does not name in Chinese; null where it does, or the country is not known. */
function codeOf(country: string, last: string): string | null {
  if (HAN.test(country)) return null;
  if (/^[A-Z]{2}$/.test(last) && chineseName(last) !== undefined) return last;
  return codesByName().get(country.toLowerCase()) ?? null;
}

let byName: Map<string, string> | undefined;

/** The codes of all countries by their names in English, in small letters. */
function codesByName(): Map<string, string> {
  if (byName !== undefined) return byName;
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  byName = new Map();
  for (const code of letters.flatMap((one) => letters.map((other) => one + other))) {
    const name = chineseName(code) === undefined ? undefined : inEnglish.of(code);
    if (name !== undefined && !byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), code);
  }
  return byName;
}
