import { describe, expect, test } from '@jest/globals';
import { en as enDesk } from '../../client-console/i18n/en.ts';
import { enMore } from '../../client-console/i18n/en-more.ts';
import { zhCN as zhCNDesk } from '../../client-console/i18n/zh-CN.ts';
import { zhCNMore } from '../../client-console/i18n/zh-CN-more.ts';
import { zhTW as zhTWDesk } from '../../client-console/i18n/zh-TW.ts';
import { zhTWMore } from '../../client-console/i18n/zh-TW-more.ts';
import { REASON_CODES } from '../../server/domain/decision-words.ts';
import { ReasonCodeField } from '../../contract/comment.ts';

const zhCN = { ...zhCNDesk, ...zhCNMore };
const zhTW = { ...zhTWDesk, ...zhTWMore };
const en = { ...enDesk, ...enMore };

interface Texts {
  readonly [name: string]: string | Texts;
}

const leaves = (texts: Texts, above = ''): [string, string][] =>
  Object.entries(texts).flatMap(([name, text]) => (typeof text === 'string' ? [[above + name, text]] : leaves(text, `${above}${name}.`)));
const holesOf = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

describe.each([
  ['zh-TW', zhTW],
  ['en', en],
])('%s', (_lang, catalogue) => {
  test('has the same names with the same facts to fill in', () => {
    const facts = (texts: Texts) => Object.fromEntries(leaves(texts).map(([name, text]) => [name, holesOf(text)]));
    expect(facts(catalogue)).toEqual(facts(zhCN));
  });
  test('leaves nothing empty', () => {
    expect(leaves(catalogue).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

test('Taiwan’s catalogue has none of the mainland’s characters', () => {
  const simplified = /[们这说时间读评论审发见关开门问题请选认为]/;
  const shared = /[为开间]/;
  expect(leaves(zhTW).filter(([, text]) => simplified.test(text.replace(shared, '')))).toEqual([]);
});

test('every reason has its words, and nothing else has', () => {
  expect(ReasonCodeField.options).toEqual(REASON_CODES);
  expect(Object.keys(zhCN.reasons)).toEqual(REASON_CODES);
});
