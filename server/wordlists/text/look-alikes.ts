/** What no table of a package has: signs that stand for others on the screen, written by hand. */

/** Pairs: a form, the one it stands for. Mostly variants of the fora, then same-looking pairs. */
const HAN = '妳你牠它祂他砲炮姦奸馀余著着曰日囗口亾亡嫲妈';

/** The supplement of radicals has, unlike the radicals of Kangxi, hardly any compatibility mapping. From U+2E80; blank: as it is. */
const RADICALS =
  ' 厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尣巳幺彑彐忄心扌攵 旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒㓁㓁罒羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶邑钅长镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟亀龟';

/** Pairs: a letter, the Latin one it looks like. Small capitals, letters that no decomposition reaches, Cyrillic and Greek ones as they are used. */
const LATIN =
  'ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpǫqʀrꜱsᴛtᴜuᴠvᴡwʏyᴢzıiøoØołlŁlđdĐdħhĦhŧtŦtƒfɑaɡgɩiʍmĸkɜeəeɐaɔcıiȷj' +
  'βbεeηnκkιiμuνvπnρpσoςcτtυuχxωwαaγyΓrΠnΣeΩo' +
  'вbнhкkмmтtгrГrпnПnиuцuЦuшwШwяrуyУyѕsјjіiїiеeёeЁeаaоoрpсcхxԁdԛqԝwһhьbИnЯr' +
  'ᚰrᛐtᛕkᚷxᛒbᚱrᛖmᛗmᚺhᛁiᚠfᛟoᛚlᛏt';

/** Runs of letters without a compatibility mapping: first code point, how many, what the first one is. */
const RUNS: readonly (readonly [first: number, count: number, stands: number])[] = [
  // Negative circled and squared letters, regional indicators.
  [0x1f150, 26, 0x61],
  [0x1f170, 26, 0x61],
  [0x1f1e6, 26, 0x61],
  // Negative circled and dingbat digits.
  [0x2776, 9, 0x31],
  [0x2780, 9, 0x31],
  [0x278a, 9, 0x31],
  [0x24f5, 9, 0x31],
  [0x24ff, 1, 0x30],
  [0x1f10b, 2, 0x30],
  // Circled numbers ten to eighty on black squares: their first digit.
  [0x3248, 8, 0x31],
];

/** Dingbats for ten. */
const TENS: readonly number[] = [0x277f, 0x2789, 0x2793, 0x24fe];

/** Single code points to the one that they stand for; consulted before any other rule. */
export function lookAlikes(): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const pairs of [HAN, LATIN]) {
    const signs = Array.from(pairs, (sign) => sign.codePointAt(0) ?? 0);
    for (let i = 0; i + 1 < signs.length; i += 2) found.set(signs[i] ?? 0, signs[i + 1] ?? 0);
  }
  for (const [i, sign] of [...RADICALS].entries()) if (sign !== ' ') found.set(0x2e80 + i, sign.codePointAt(0) ?? 0);
  for (const [first, count, stands] of RUNS) for (let i = 0; i < count; i++) found.set(first + i, stands + i);
  for (const ten of TENS) found.set(ten, 0x31);
  return found;
}
