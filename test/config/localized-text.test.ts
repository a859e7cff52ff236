import { expect, test } from '@jest/globals';
import { localize, terminalLangs } from '../../server/config/localized-text.ts';

test.each([
  [{ LANG: 'zh_CN.UTF-8' }, ['zh-CN']],
  [{ LANG: 'zh_HK.UTF-8' }, ['zh-TW']],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'zh_TW.UTF-8' }, ['zh-TW']],
  [{ LANG: 'de_DE.UTF-8' }, ['en']],
  [{ LANG: 'C.UTF-8' }, ['zh-CN', 'en']],
  [{}, ['zh-CN', 'en']],
])('%j speaks %j', (env, langs) => {
  expect(terminalLangs(env)).toEqual(langs);
});

test('two languages stand one after another', () => {
  expect(localize(['zh-CN', 'en'], { 'zh-CN': '好', 'zh-TW': '好', en: 'good' })).toBe('好 / good');
});
