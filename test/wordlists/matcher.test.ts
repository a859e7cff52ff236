import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileWords } from '../../server/wordlists/text/matcher.ts';
import { normalise } from '../../server/wordlists/text/normalise.ts';
import { entry, hits, PLAIN } from './word-list.ts';

const ALL = { boundary: true, pinyin: true, split: true };

describe('plain search', () => {
  test('finds what a search in all places finds, whatever the list and the text', () => {
    const sign = fc.constantFrom('甲', '乙', '丙', 'a', 'b');
    const word = fc.array(sign, { minLength: 1, maxLength: 4 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 12 }), fc.array(sign, { maxLength: 40 }), (words, all) => {
        // Each sign is kept from its like, so that repetitions do not come in.
        const text = all.filter((one, i) => one !== all[i - 1]).join('');
        const listed = words.filter((one) => !/(.)\1/.test(one));
        const found = compileWords(
          listed.map((one) => entry(one, ['substring'])),
          PLAIN,
        ).find(text);
        const expected = new Set<string>();
        for (const one of listed) {
          // Of places that overlap the first counts.
          for (let at = text.indexOf(one); at >= 0; at = text.indexOf(one, at + one.length)) expected.add(`${one}@${at}`);
        }
        expect(new Set(found.map(({ entry: { word: hit }, start }) => `${hit}@${start}`))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('a word within others, and others within it', () => {
    expect(hits('网上赌博网站', [entry('赌博'), entry('网上赌博'), entry('赌博网站'), entry('博')])).toEqual([
      '网上赌博',
      '赌博',
      '赌博网站',
      '博',
    ]);
  });

  test('lists without anything find nothing', () => {
    expect(hits('赌博', [])).toEqual([]);
    expect(hits('', [entry('赌博')])).toEqual([]);
    expect(hits('赌博', [entry('***')])).toEqual([]);
  });

  test('two entries of one word are both named', () => {
    const found = compileWords([entry('赌博'), entry('賭博', [], 'review')], PLAIN).find('赌博');
    expect(found.map(({ entry: { word } }) => word).sort()).toEqual(['賭博', '赌博']);
  });

  test('a word repeated without end is named some times', () => {
    const found = hits('赌博，'.repeat(5_000), [entry('赌博')]);
    expect(found.length).toBeGreaterThan(5);
    expect(found.length).toBeLessThan(50);
  });

  test('a word that is masked is named wherever it is', () => {
    expect(hits('赌博，'.repeat(500), [entry('赌博', [], 'mask')])).toHaveLength(500);
  });

  test('words of other scripts are found in both cases', () => {
    expect(hits('РУССКИЙ русский', [entry('Русский')])).toEqual(['РУССКИЙ', 'русский']);
  });
});

describe('gaps', () => {
  test('a word counts exactly when no gap inside is larger than the largest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }), (gap, one, other) => {
        const text = `真${'*'.repeat(one)}荷${'~'.repeat(other)}官`;
        expect(hits(text, [entry('真荷官', [`gap=${gap}`])])).toEqual(one <= gap && other <= gap ? [text] : []);
        expect(hits(text, [entry('真荷官')])).toEqual(one <= 6 && other <= 6 ? [text] : []);
      }),
    );
  });

  test('the end of a sentence separates more', () => {
    expect(hits('傻。逼', [entry('傻逼')])).toEqual(['傻。逼']);
    expect(hits('傻。\n！逼', [entry('傻逼')])).toEqual([]);
  });

  test('exact allows nothing in between, not even what shows nothing', () => {
    expect(hits('裸聊', [entry('裸聊', ['exact'])])).toEqual(['裸聊']);
    expect(hits('裸 聊', [entry('裸聊', ['exact'])])).toEqual([]);
    expect(hits('裸\u200b聊', [entry('裸聊', ['exact'])])).toEqual([]);
    expect(hits('裸裸聊聊', [entry('裸聊', ['exact'])])).toEqual(['裸聊']);
  });

  test('a letter in between is no gap', () => {
    expect(hits('傻x逼', [entry('傻逼')])).toEqual([]);
  });
});

describe('repetitions', () => {
  test.each([
    ['傻傻傻逼逼逼', '傻逼', ['傻逼']],
    ['真真荷荷官官', '真荷官', ['真真荷荷官官']],
    ['傻 傻，傻逼', '傻逼', ['傻逼']],
    ['时时时彩彩', '时时彩', ['时时彩']],
    ['时时时时彩', '时时彩', ['时时彩']],
    ['时彩', '时时彩', []],
    ['时彩彩', '时时彩', []],
    ['fuckkkkk', 'fuck', ['fuckkkkk']],
    ['fffuuuck', 'fuck', ['fffuuuck']],
    ['classsss', 'ass', []],
    ['哈哈哈哈', '哈哈', ['哈哈', '哈哈']],
  ])('%s with the word %s', (text, word, expected) => {
    expect(hits(text, [entry(word)])).toEqual(expected);
  });
});

describe('Latin words', () => {
  test.each([
    ['class dismissed', 'ass', []],
    ['you ass!', 'ass', ['ass']],
    ['你是ass吗', 'ass', ['ass']],
    ['ass2', 'ass', []],
    ['a s s', 'ass', []],
    ['f.u.c.k off', 'fuck', ['f.u.c.k']],
    ['f u c k', 'fuck', ['f u c k']],
    ['fu ck', 'fuck', ['fu ck']],
    ['my pen is red', 'penis', []],
    ['p e n i s', 'penis', ['p e n i s']],
    ['kill  yourself', 'kill yourself', ['kill  yourself']],
    ['killyourself', 'kill yourself', ['killyourself']],
  ])('%s with the word %s', (text, word, expected) => {
    expect(hits(text, [entry(word)])).toEqual(expected);
  });

  test('substring finds them inside others', () => {
    expect(hits('class', [entry('ass', ['substring'])])).toEqual(['ass']);
  });

  test('leet counts for words that ask for it', () => {
    expect(hits('$h1t k1ll', [entry('shit', ['leet']), entry('kill', ['leet'])])).toEqual(['$h1t', 'k1ll']);
    expect(hits('sh1t', [entry('shit')])).toEqual([]);
    expect(hits('p0rn hub', [entry('porn hub', ['leet'])])).toEqual(['p0rn hub']);
  });
});

describe('other ways to write a word', () => {
  test('numerals count for words that ask for it', () => {
    expect(hits('加群壹②三', [entry('加群123', ['num'])])).toEqual(['加群壹②三']);
    expect(hits('加群一二三', [entry('加群123')])).toEqual([]);
  });

  test('by sound: apart, together, with tones, mixed, in other characters', () => {
    const list = [entry('加微信', ['pinyin'])];
    for (const text of ['jia wei xin', 'jiaweixin', 'jiāwēixìn', 'jia1wei1xin4', '加wei信', '家威新', 'j i a wei xin']) {
      expect(hits(`请${text}吧`, list)).toEqual([text]);
    }
    expect(hits('jia wei', list)).toEqual([]);
  });

  test('by sound: a list looks for words of three syllables, two have to ask for it', () => {
    const list = [entry('微信'), entry('加微信'), entry('贱人', ['pinyin'])];
    expect(hits('weixin', list, ALL)).toEqual([]);
    expect(hits('jiaweixin', list, ALL)).toEqual(['jiaweixin']);
    expect(hits('jianren', list, PLAIN)).toEqual(['jianren']);
  });

  test('by sound: characters with several readings', () => {
    expect(hits('yin hang ka', [entry('银行卡', ['pinyin'])])).toEqual(['yin hang ka']);
  });

  test('characters taken apart, in either form of their parts', () => {
    const list = [entry('操你妈', ['split'])];
    expect(hits('操你女马', list)).toEqual(['操你女马']);
    expect(hits('扌喿你女马', list)).toEqual(['扌喿你女马']);
    expect(hits('操你 女 马', list)).toEqual(['操你 女 马']);
    expect(hits('操你女马', [entry('操你妈')])).toEqual([]);
    expect(hits('力口微人言', [entry('加微信')], ALL)).toEqual(['力口微人言']);
  });

  test('what was found by sound or from parts is for people to look at', () => {
    const list = [entry('操你妈', [], 'block')];
    const levels = (text: string): string[] =>
      compileWords(list, ALL)
        .find(text)
        .map(({ level, via }) => `${via} ${level}`);
    expect(levels('操你妈')).toEqual(['plain block']);
    expect(levels('cao ni ma')).toEqual(['pinyin review']);
    expect(levels('操你女马')).toEqual(['split review']);
  });

  test('through markup: the place is that of what was typed', () => {
    const list = [entry('傻逼')];
    expect(hits('你&#x50BB;&#36924;!', list)).toEqual(['&#x50BB;&#36924;']);
    expect(hits('[傻](https://example.com/)逼', list)).toEqual(['傻](https://example.com/)逼']);
    expect(hits('傻<b>逼</b>', list)).toEqual(['傻<b>逼']);
    expect(hits('https://x.example/%E5%82%BB%E9%80%BC', list)).toEqual(['%E5%82%BB%E9%80%BC']);
  });
});

test('places always lie in the text and around what was found', () => {
  const list = ['傻逼', '加微信', 'fuck', '时时彩', '操你妈'].map((word) => entry(word, ['leet', 'num', 'split', 'pinyin']));
  const matcher = compileWords(list, ALL);
  const sign = fc.constantFrom(
    ...'傻逼加微信时彩操你妈女马力口人言',
    'fuck',
    'ｆ',
    '&#x50BB;',
    '<b>',
    '*',
    ' ',
    '\u200b',
    'wei',
    'xin',
    '1',
  );
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 25 }), (all) => {
      const text = all.join('');
      for (const { start, end } of matcher.find(text)) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(normalise(text.slice(start, end)).length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 300 },
  );
});
