import { describe, expect, test } from '@jest/globals';
import { findContacts } from '../../server/wordlists/text/contacts.ts';

const signs = (text: string): string[] => findContacts(text).signs.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
const score = (text: string): number => findContacts(text).score;

describe('ways to reach somebody', () => {
  test.each([
    ['电话13812345678', ['phone 13812345678']],
    ['电话一三八一二三四五六七八', ['phone 一三八一二三四五六七八']],
    ['电话①③⑧ 1234 伍陆柒捌', ['phone ①③⑧ 1234 伍陆柒捌']],
    ['１３８１２３４５６７８', ['phone １３８１２３４５６７８']],
    ['号码 553-837-820', ['number 553-837-820']],
    ['账号 kk889921', ['account kk889921']],
    ['微信上说', ['messenger 微信']],
    ['&#x5FAE;信上说', ['messenger &#x5FAE;信']],
    ['加薇号', ['disguise 加薇']],
    ['vx：', ['disguise vx']],
    ['+V 一下', ['disguise V']],
    ['薇❤', ['disguise 薇']],
    ['看我主页', ['call 看我主页']],
    ['加群领资料', ['call 加群领']],
    ['𝓥𝓧', ['disguise 𝓥𝓧', 'odd-letters 𝓥𝓧']],
  ])('%s', (text, expected) => {
    expect(signs(text)).toEqual(expected);
  });

  test.each([
    ['years and days', '2024年12月31日，2024-12-31 12:30，20241231'],
    ['times', '12:30:45 开始'],
    ['prices and amounts', '12999元，￥129999，15000人，12,345,678'],
    ['numbers that all know', '拨打12345、10086、95588、12306 或 400-820-8820'],
    ['what is said in numbers', '2333333 太好笑，66666，10000，88888'],
    ['full-width digits and letters', '共有２０００名（ＡＢＣ）'],
    ['models', 'iPhone15 Pro、RTX4090、i7-12700k、MP3、1080p'],
    ["words that hold a messenger's name", 'qqq哈哈，卫星发射，维新变法，vxworks'],
    ['enumerations', '一是快，二是好，三是省，四是新，五是真'],
    ['nothing', ''],
  ])('not: %s', (_name, text) => {
    expect(signs(text)).toEqual([]);
    expect(score(text)).toBe(0);
  });
});

describe('the score', () => {
  test('grows with each kind of sign, and much when a name of a messenger and a number stand together', () => {
    expect(score('微信支付很方便')).toBeLessThan(0.3);
    expect(score('号码 553837820')).toBeLessThan(0.3);
    expect(score('加我微信')).toBeGreaterThanOrEqual(0.3);
    expect(score('加微信 abc12345')).toBeGreaterThanOrEqual(0.5);
    expect(score('vx：kk889921')).toBeGreaterThanOrEqual(0.5);
    expect(score('Q Q 5 5 3 8 3 7 8 2 0')).toBeGreaterThanOrEqual(0.5);
    expect(score(`微信很好用。${'今天天气不错，'.repeat(5)}编号 553837820`)).toBeLessThan(0.5);
  });

  test('never says for sure', () => {
    expect(score('加我微信 vx13812345678 看我主页 abc12345 𝓥𝓧 553837820')).toBeLessThan(1);
  });
});
