import { afterEach, describe, expect, test } from '@jest/globals';
import { preferJieba, standsAlone, useCut } from '../../server/wordlists/text/boundary.ts';
import { compileWords } from '../../server/wordlists/text/matcher.ts';

const ON = { boundary: true, pinyin: false, split: false };
const isHit = (word: string, text: string, options: string[] = [], matching = ON): boolean =>
  compileWords([{ word, level: 'hold', category: 'custom', options }], matching).find(text).length > 0;

afterEach(() => useCut(null));

describe('a word that must stand alone', () => {
  test.each([
    ['做爱', '大家做爱心捐款'],
    ['口交', '重要的出口交易中心'],
    ['口交', '路口交警正在指挥'],
    ['日你', '祝今日你我同行'],
    ['妈的', '妈妈的味道'],
    ['他妈', '他妈妈来了'],
    ['性交', '学费一次性交清'],
    ['大麻', '这可真是个大麻烦'],
    ['色情', '看到这景色情不自禁'],
  ])('%s is not in %s', (word, text) => {
    expect(isHit(word, text)).toBe(false);
    expect(isHit(word, text, [], { ...ON, boundary: false })).toBe(true);
    expect(isHit(word, text, ['boundary'], { ...ON, boundary: false })).toBe(false);
    expect(isHit(word, text, ['substring'])).toBe(true);
  });

  test.each([
    ['赌博', '来，赌博！'],
    ['赌博', '网上赌博真赚钱'],
    ['做爱', '他就是在做爱'],
    ['约炮', '有人约炮吗'],
    ['傻逼', '你这个傻逼东西'],
    ['傻逼', '傻 逼'],
    ['傻逼', '傻傻逼逼'],
    ['口交', '口*交'],
  ])('%s is in %s', (word, text) => {
    expect(isHit(word, text)).toBe(true);
  });

  test('what is skipped between ends a word', () => {
    expect(isHit('口交', '出，口交，易')).toBe(true);
  });

  test('many innocent places do not hide one that is meant', () => {
    expect(isHit('口交', `${'出口交易。'.repeat(100)}口交`)).toBe(true);
  });

  test('nothing beside it: it stands alone', () => {
    expect(standsAlone([], ['口', '交'], [])).toBe(true);
  });
});

describe('jieba', () => {
  test('is used when it is there', async () => {
    class Jieba {
      static withDict(words: string[]): Jieba {
        return new Jieba(words);
      }
      readonly words: string[];
      constructor(words: string[]) {
        this.words = words;
      }
      cut(text: string): string[] {
        return this.words.includes(text) ? [text] : [...text];
      }
    }
    expect(isHit('甲乙', '丙甲乙')).toBe(true);
    const load = async (name: string): Promise<unknown> => (name.endsWith('dict.js') ? { dict: ['丙甲'] } : { Jieba });
    expect(await preferJieba(load)).toBe(true);
    expect(isHit('甲乙', '丙甲乙')).toBe(false);
  });

  test.each([
    ['is not installed', () => Promise.reject(new Error('no such package'))],
    ['is something else', () => Promise.resolve({ Jieba: 5 })],
    ['is nothing', () => Promise.resolve(null)],
  ])('is done without when it %s', async (_how, load) => {
    expect(await preferJieba(load)).toBe(false);
    expect(isHit('赌博', '来，赌博！')).toBe(true);
  });
});
