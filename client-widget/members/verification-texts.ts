import type { Texts } from '../../client-shared/i18n.ts';
import type { Lang } from '../../client-shared/language.ts';

const zhCN = {
  how: '验证在本站的验证页面上进行，昵称可以照用；这里不会收到手机号或证件号。',
  verify: '去验证',
  waiting: '请在打开的窗口里完成验证，完成后这里会自动更新。',
  blocked: '浏览器拦下了验证窗口，请从这里打开：',
  open: '打开验证页面',
  done: '验证完成，可以发言了。',
  reader: '热心读者',
  failed: '没有成功，请检查网络后再试。',
} as const;

type VerificationTexts = Texts<typeof zhCN>;

const zhTW: VerificationTexts = {
  how: '驗證在本站的驗證頁面上進行，暱稱可以照用；這裡不會收到手機號碼或證件號碼。',
  verify: '前往驗證',
  waiting: '請在開啟的視窗中完成驗證，完成後這裡會自動更新。',
  blocked: '瀏覽器擋下了驗證視窗，請從這裡開啟：',
  open: '開啟驗證頁面',
  done: '驗證完成，可以留言了。',
  reader: '熱心讀者',
  failed: '沒有成功，請檢查網路後再試。',
};

const en: VerificationTexts = {
  how: 'You do so on the website’s verification page, and may keep any name; no telephone or document number comes here.',
  verify: 'Verify',
  waiting: 'Finish the verification in the window that has opened; this page notices it by itself.',
  blocked: 'Your browser blocked the window. Open it from here:',
  open: 'Open the verification page',
  done: 'You are verified and may comment now.',
  reader: 'A reader',
  failed: 'That didn’t work. Check your connection and try again.',
};

/** The texts of proving who one is. */
export const VERIFICATION_TEXTS: Readonly<Record<Lang, VerificationTexts>> = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
