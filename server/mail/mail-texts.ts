import type { Lang } from '../../contract/problem.ts';

/** The mail of `liangju mail test`. */
export const TEST_MAIL_TEXT: { readonly [L in Lang]: Readonly<Record<'subject' | 'body', string>> } = {
  'zh-CN': { subject: '两句评论：测试邮件', body: '收到这封邮件，说明发邮件的设置是对的。' },
  'zh-TW': { subject: '兩句留言：測試郵件', body: '收到這封郵件，表示寄郵件的設定是對的。' },
  en: { subject: 'Liangju: a test mail', body: 'This mail has come through: the settings for mail are right.' },
};
