import { describe, expect, test } from '@jest/globals';
import { formatOf, importWords } from '../../server/wordlists/import-words.ts';
import { checkEntries, parseWordList, serialiseWordList } from '../../server/wordlists/word-list.ts';

const wordsOf = (text: string): string[] => importWords(text).entries.map(({ word }) => word);
const whyOf = (text: string): string[] => importWords(text).refused.map(({ line, why }) => `${line} ${why}`);

describe('our own format', () => {
  test('word, level, category and options; a word alone is held', () => {
    expect(parseWordList('\ufeff# remark\n\n赌博\r\n代开发票\tblock\tad\tboundary, pinyin ,gap=2\n大家做爱心\tallow\n')).toEqual({
      entries: [
        { word: '赌博', level: 'hold', category: 'custom', options: [] },
        { word: '代开发票', level: 'block', category: 'ad', options: ['boundary', 'pinyin', 'gap=2'] },
        { word: '大家做爱心', level: 'allow', category: 'custom', options: [] },
      ],
      comments: [
        { after: 0, text: '# remark' },
        { after: 0, text: '' },
      ],
      refused: [],
      warnings: [],
    });
  });

  test('what is written is read again', () => {
    const { entries } = parseWordList('加+微信\thold\tad\tnote=看情况\n发票 !-购物|增值税\treview\tad\tfrom=2026-01-01,until=2026-02-01\n');
    expect(entries).toHaveLength(2);
    expect(parseWordList(serialiseWordList({ entries, comments: [] })).entries).toEqual(entries);
  });

  test('remarks and empty lines stay where they stand, whatever becomes of the lines between them', () => {
    const text = '# 广告\n代开发票\tblock\tad\n坏级别\tnever\n\n  # 缩进的说明\n代开发票\tblock\tfraud\n兼职\thold\tad\n# 末尾\n';
    const { refused, warnings, ...list } = parseWordList(text);
    expect(refused).toEqual([{ line: 3, why: 'unknown-level' }]);
    expect(serialiseWordList(list)).toBe('# 广告\n代开发票\tblock\tfraud\n\n# 缩进的说明\n兼职\thold\tad\n# 末尾\n');
    expect(serialiseWordList(parseWordList(serialiseWordList(list)))).toBe(serialiseWordList(list));
    expect(serialiseWordList(importWords('# 说明\n赌博\n# 完'))).toBe('# 说明\n赌博\thold\tcustom\n# 完\n');
    expect(serialiseWordList(importWords('词,级别\n# 说明,一\n赌博,block'))).toBe('# 说明,一\n赌博\tblock\tcustom\n');
  });

  test('blanks where tabs were meant are understood; where nobody knows, the line is told', () => {
    const text = '词 block ad\n代开 发票\u3000hold\n发票  review  ad  boundary, gap=2\nroad block\n词二 block 广告\n两个 词\n';
    expect(parseWordList(text)).toEqual({
      entries: [
        { word: '代开 发票', level: 'hold', category: 'custom', options: [] },
        { word: '发票', level: 'review', category: 'ad', options: ['boundary', 'gap=2'] },
        { word: 'road block', level: 'hold', category: 'custom', options: [] },
        { word: '两个 词', level: 'hold', category: 'custom', options: [] },
      ],
      comments: [],
      refused: [
        { line: 1, why: 'single-sign' },
        { line: 5, why: 'category' },
      ],
      warnings: [
        { line: 2, why: 'read-by-blanks', as: '代开 发票\thold' },
        { line: 3, why: 'read-by-blanks', as: '发票\treview\tad\tboundary, gap=2' },
        { line: 4, why: 'blanks-in-word' },
      ],
    });
    expect(importWords(text)).toMatchObject({ format: 'plain', warnings: [{ line: 2 }, { line: 3 }, { line: 4 }] });
    expect(importWords(`${text}甲乙\tblock\n`)).toMatchObject({ format: 'list', warnings: [{ line: 2 }, { line: 3 }, { line: 4 }] });
  });

  test('the last of several entries of one word and level counts', () => {
    expect(parseWordList('赌博\thold\ta\n赌博\thold\tb\n赌博\tallow').entries).toEqual([
      { word: '赌博', level: 'hold', category: 'b', options: [] },
      { word: '赌博', level: 'allow', category: 'custom', options: [] },
    ]);
  });

  test.each([
    ['赌博\tnever', 'unknown-level'],
    ['***', 'no-letters'],
    ['日', 'single-sign'],
    ['加+', 'single-sign'],
    ['加+我', 'single-sign'],
    ['加+***', 'no-letters'],
    ['赌博\thold\tad\tquick', 'unknown-option'],
    ['赌博\thold\tad\tsite=news', 'unknown-option'],
    ['赌博\thold\tad\tgap=many', 'bad-gap'],
    ['赌博\thold\tad\tfrom=tomorrow', 'bad-date'],
    ['赌博\thold\tad\tuntil=2026-13-41', 'bad-date'],
    ['赌博\thold\tad\tboundary,substring', 'contrary-options'],
    ['甲一+甲二+甲三+甲四+甲五', 'too-many-parts'],
    ['发票 !-购物||税', 'empty-part'],
    ['赌博\thold\t不行', 'category'],
    ['很'.repeat(201), 'word'],
  ])('%j is refused: %s', (line, why) => {
    expect(parseWordList(`# first\n${line}`)).toMatchObject({ entries: [], refused: [{ line: 2, why }] });
  });

  test('a single sign is taken from those who mean it', () => {
    expect(parseWordList('日\thold\tabuse\texact\n日\tallow\n').refused).toEqual([]);
  });

  test('entries that arrive as data are checked alike', () => {
    const good = { word: '赌博', level: 'hold' as const, category: 'custom', options: [] };
    const comments = [
      { after: 9, text: '# 末尾' },
      { after: 0, text: '# 开头' },
    ];
    expect(checkEntries({ entries: [good, { ...good, options: ['quick'] }], comments })).toEqual({
      entries: [good],
      comments: [
        { after: 0, text: '# 开头' },
        { after: 1, text: '# 末尾' },
      ],
      refused: [{ line: 2, why: 'unknown-option' }],
      warnings: [],
    });
  });
});

describe('other formats', () => {
  test.each([
    ['赌博\thold', 'list'],
    ['赌博\n约炮', 'plain'],
    ['赌博,\n约炮,', 'plain'],
    ['word,level\n赌博,hold', 'csv'],
    ['词,级别,类别\n赌博,hold,gambling', 'csv'],
    ['赌博,hold,gambling\n约炮,review,porn', 'csv'],
    ['["赌博"]', 'json'],
    ['{"entries": []}', 'json'],
    ['', 'plain'],
  ])('%j is told to be %s', (text, format) => {
    expect(formatOf(text)).toBe(format);
  });

  test('CSV with quotes, line breaks and columns in another order', () => {
    const text =
      'category,word,level,options\r\nad,"加,群",hold,"pinyin,gap=2"\r\n\r\nad,"他说""好""",review,exact;leet\r\nad,赌博,never,\r\nad,日,,\r\n';
    expect(importWords(text)).toMatchObject({
      format: 'csv',
      entries: [
        { word: '加,群', level: 'hold', category: 'ad', options: ['pinyin', 'gap=2'] },
        { word: '他说"好"', level: 'review', category: 'ad', options: ['exact', 'leet'] },
      ],
      refused: [
        { line: 5, why: 'unknown-level' },
        { line: 6, why: 'single-sign' },
      ],
    });
  });

  test('CSV: quotes within cells; a quote that never ends is said, whatever stands behind it', () => {
    const text = 'word,level,category\n"赌,博",hold,"ad"\n\n约"炮,block,porn\n';
    expect(importWords(text, 'csv')).toMatchObject({
      entries: [
        { word: '赌,博', level: 'hold' },
        { word: '约"炮', level: 'block' },
      ],
    });
    expect(importWords('word,level\n"赌博,hold\n约炮,block', 'csv').refused).toEqual([{ line: 0, why: 'unclosed-quote' }]);
  });

  test('JSON: words, entries, words by category', () => {
    expect(importWords('["赌博", {"word": "约炮", "level": "block", "options": "pinyin"}, 7, {"word": "日"}]')).toMatchObject({
      format: 'json',
      entries: [
        { word: '赌博', level: 'hold', category: 'custom', options: [] },
        { word: '约炮', level: 'block', category: 'custom', options: ['pinyin'] },
      ],
      refused: [
        { line: 3, why: 'not-an-entry' },
        { line: 4, why: 'single-sign' },
      ],
    });
    expect(importWords('{"porn": ["约炮"], "赌": ["赌场"]}').entries.map(({ word, category }) => `${word} ${category}`)).toEqual([
      '约炮 porn',
      '赌场 custom',
    ]);
    expect(wordsOf('{"entries": [{"word": "赌博"}]}')).toEqual(['赌博']);
    expect(whyOf('{"entries": ')).toEqual(['0 not-json']);
    expect(whyOf('{"version": 3}')).toEqual(['0 no-entries']);
  });

  test('plain words, with commas behind them, combined, or with numbers of tags', () => {
    expect(wordsOf('赌博,\n约炮，\r\n 裸聊 \n\n# 说明\n武林+门派')).toEqual(['赌博', '约炮', '裸聊', '武林+门派']);
    expect(importWords('一夜情 2\n冰毒出售 1,4\niphone 手机').entries.map(({ word, category }) => `${word} ${category}`)).toEqual([
      '一夜情 porn',
      '冰毒出售 drugs',
      'iphone 手机 custom',
    ]);
    expect(whyOf('赌博,\n日,\n,')).toEqual(['2 single-sign', '3 no-letters']);
  });

  test('a format may be named', () => {
    expect(importWords('赌博,hold', 'plain').entries.map(({ word }) => word)).toEqual(['赌博,hold']);
  });

  test('a file in another encoding is refused as a whole', () => {
    expect(whyOf(new TextDecoder().decode(Uint8Array.of(0xb6, 0xc4, 0xb2, 0xa9)))).toEqual(['0 not-utf-8']);
  });
});
