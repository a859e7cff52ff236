import { expect, test } from '@jest/globals';
import { texts as en } from '../../client-widget/i18n/en.ts';
import { zhCN } from '../../client-widget/i18n/zh-CN.ts';
import { texts as zhTW } from '../../client-widget/i18n/zh-TW.ts';
import { ERASED_NAME } from '../../contract/erased-name.ts';

test('the box calls an author who was erased as the service does elsewhere', () => {
  expect({ 'zh-CN': zhCN.erased, 'zh-TW': zhTW.erased, en: en.erased }).toEqual(ERASED_NAME);
});
