import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decode } from '../../server/wordlists/text/decode.ts';
import { newSqueezed, normalise, squeezeInto } from '../../server/wordlists/text/normalise.ts';
import { LEET, NUMERALS } from '../../server/wordlists/text/patterns.ts';

/** The symbols of a text as text. */
const folded = (text: string, ...more: Parameters<typeof normalise> extends [string, ...infer Rest] ? Rest : never): string => {
  const { symbols, length } = normalise(text, ...more);
  return String.fromCodePoint(...symbols.subarray(0, length));
};
const gapBefore = (text: string, symbol: number): number => normalise(text).gaps[symbol] ?? 0;

/** Signs of all kinds that matter here, so that chance meets them. */
const signs = fc.constantFrom(
  ...Array.from('微信加傻逼妈aAbＡ１①Ⅷㄱ한ﷺ㍿½'),
  ' ',
  '\n',
  '。',
  '*',
  '\u200b',
  '\u0301',
  '\u3164',
  '\ufe0f',
  '\u{e0041}',
  '😀',
  '\u{1d41a}',
  '\u{2f800}',
  '\ud800',
  '\udc00',
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(signs, { maxLength: 60 }).map((all) => all.join('')),
);

describe('what signs become', () => {
  test.each([
    ['full width and case', 'ＦｕＣＫ', 'fuck'],
    ['mathematical letters', '𝓕𝖚𝒄𝙺', 'fuck'],
    ['enclosed letters', 'Ⓕⓤ🅒🅺', 'fuck'],
    ['regional letters', '🇫🇺🇨🇰', 'fuck'],
    ['marks', 'f̶ú̈cǩ', 'fuck'],
    ['letters that do not come apart', 'øłđħıßᴀꜱ', 'oldhißas'],
    ['Cyrillic, Greek, Armenian', 'саѕіпο օ', 'casinoo'],
    ['Cherokee, Lisu, Coptic, Runic', 'Ꭺꓐⲟᚰ', 'abor'],
    ['traditional characters', '約砲賭場網絡', '约炮赌场网络'],
    ['variants', '妳係綫裏裡囗曰', '你系线里里口日'],
    ['radicals of Kangxi and of the supplement', '⼤⼥⻢⻔⻅⺗', '大女马门见心'],
    ['compatibility ideographs', '\uf900\u{2f800}', '岂丽'],
    ['numbers of all kinds', '①⑴⒈❶➀Ⅷ㊀１', '11111viii一1'],
    ['words in one sign', '㎏℡㍿', 'kgtel株式会社'],
    ['Hangul stays whole', '한국', '한국'],
  ])('%s', (_name, text, expected) => {
    expect(folded(text)).toBe(expected);
  });

  test.each([
    ['blanks', ' \t\u00a0\u3000\u2009'],
    ['punctuation and symbols', '，。*-_~|/\\.·…'],
    ['emoji with all that joins them', '👨‍👩‍👧👍🏽❤️'],
    ['invisible signs', '\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e'],
    ['fillers that are letters by property', '\u115f\u1160\u3164\uffa0\u17b4'],
    ['direction marks', '\u200e\u200f\u202e\u2066\u061c'],
    ['tags, private use, Braille', '\u{e0041}\ue000⠀⠁'],
    ['strokes that are letters by property', '丨丶ー'],
  ])('skipped: %s', (_name, text) => {
    expect(folded(`微${text}信`)).toBe('微信');
  });

  test('what separates weighs one, the end of a sentence three, the invisible nothing', () => {
    expect(gapBefore('微*信', 1)).toBe(1);
    expect(gapBefore('微 - 信', 1)).toBe(3);
    expect(gapBefore('微。信', 1)).toBe(3);
    expect(gapBefore('微\n！信', 1)).toBe(6);
    expect(gapBefore('微👨‍👩‍👧👍🏽信', 1)).toBe(2);
    expect(gapBefore('微\u200b\u0301\u3164信', 1)).toBe(0);
  });

  test('leet and numerals fold when they are asked for', () => {
    expect(folded('$h!7 k1ll!', LEET)).toBe('shitkiii');
    expect(folded('一三八零〇壹贰②', NUMERALS)).toBe('13800122');
    expect(folded('一3')).toBe('一3');
  });
});

describe('places', () => {
  test('each symbol knows its sign: in order, inside the text, and not cutting a sign apart', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { starts, ends, symbols, length } = normalise(text);
        for (let i = 0; i < length; i++) {
          const start = starts[i] ?? -1;
          const end = ends[i] ?? -1;
          expect(symbols[i]).toBeGreaterThan(0);
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
          expect([...text.slice(start, end)]).toHaveLength(1);
          // The same sign (one becomes several symbols) or a later one.
          if (i > 0) expect(start === starts[i - 1] ? end === ends[i - 1] : start >= (ends[i - 1] ?? 0)).toBe(true);
        }
      }),
    );
  });

  test('a text means the same with anything invisible in it', () => {
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 30 }), fc.constantFrom('\u200b', '\u3164', '\ufe0f', '\u00ad'), (all, hidden) => {
        const well = all.filter((sign) => !/^[\ud800-\udfff]$/.test(sign));
        expect(folded(well.join(hidden))).toBe(folded(well.join('')));
      }),
    );
  });

  test('squeezing covers the same places and counts every symbol', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('傻', '逼', 'a', ' ', '*'), { maxLength: 40 }), (all) => {
        const text = normalise(all.join(''));
        const squeezed = newSqueezed(0);
        if (!squeezeInto(squeezed, text, 6)) return;
        const counts = squeezed.counts.subarray(0, squeezed.length);
        expect(counts.reduce((sum, one) => sum + one, 0)).toBe(text.length);
        expect(squeezed.length).toBeLessThan(text.length);
        expect(squeezed.starts[0]).toBe(text.starts[0]);
        expect(squeezed.ends[squeezed.length - 1]).toBe(text.ends[text.length - 1]);
      }),
    );
  });
});

describe('what is read otherwise than it is typed', () => {
  test.each([
    ['numeric entities', '&#x50BB;&#36924;', '傻逼'],
    ['named entities', '傻&nbsp;逼&amp;&lt;', '傻·逼&<'],
    ['entities that show nothing', '傻&zwj;&shy;逼', '傻逼'],
    ['escapes', '傻\\*逼', '傻*逼'],
    ['tags', '傻<b>逼</b><br />', '傻逼'],
    ['text in angle brackets is no tag', '1 < 2 <傻逼>', null],
    ['targets of links', '[傻](https://example.com/x "t")逼', '[傻]逼'],
    ['percent-encoding', 'https://x.example/%E5%82%BB%e9%80%bc', 'https://x.example/傻逼'],
    ['percent signs that encode nothing', '%E5%82 100%', '%E5%82 100%'],
    ['emphasis inside a Latin word', 'fu**ck**', 'fuck**'],
    ['plain text', '今天 100% 好吃～', null],
  ])('%s', (_name, typed, read) => {
    expect(decode(typed)?.text ?? null).toBe(read);
  });

  test('each unit knows what it was typed as', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('傻', 'a', '&#x903c;', '&nbsp;', '<b>', '\\*', '](x)', '%E9%80%BC', '%zz', '*', '&', '<'), {
          maxLength: 30,
        }),
        (all) => {
          const typed = all.join('');
          const decoded = decode(typed);
          if (decoded === null) return;
          for (let i = 0; i < decoded.text.length; i++) {
            const start = decoded.starts[i] ?? -1;
            const end = decoded.ends[i] ?? -1;
            expect(start).toBeLessThan(end);
            expect(end).toBeLessThanOrEqual(typed.length);
            if (i > 0) expect(start).toBeGreaterThanOrEqual(decoded.starts[i - 1] ?? 0);
          }
        },
      ),
    );
  });
});
