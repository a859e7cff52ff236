import type { SignInRefusal } from '../server/domain/sign-in-refusals.ts';
import type { Lang } from './problem.ts';

type Sentence = Readonly<Record<Lang, string>>;

/** Why a sign-in came to nothing. */
export const SIGN_IN_REFUSAL_TEXT: { readonly [R in SignInRefusal]: Sentence } = {
  cancelled: {
    'zh-CN': '你没有在对方页面上同意登录。',
    'zh-TW': '您沒有在對方頁面上同意登入。',
    en: 'The sign-in was not agreed to on the other page.',
  },
  expired: {
    'zh-CN': '这次登录已经用过或超过十分钟，请从评论框重新开始。',
    'zh-TW': '這次登入已經使用過或超過十分鐘，請從留言框重新開始。',
    en: 'This sign-in has been used, or took more than ten minutes; start again from the comments.',
  },
  'other-browser': {
    'zh-CN': '这次登录不是在这个浏览器里开始的，请从评论框重新开始。',
    'zh-TW': '這次登入不是在這個瀏覽器裡開始的，請從留言框重新開始。',
    en: 'This sign-in was begun in another browser; start again from the comments.',
  },
  unreachable: {
    'zh-CN': '登录服务暂时没有回应，请稍后再试，或换一种登录方式。',
    'zh-TW': '登入服務暫時沒有回應，請稍後再試，或換一種登入方式。',
    en: 'The sign-in service does not answer at present; try again later, or sign in another way.',
  },
  'bad-answer': {
    'zh-CN': '登录服务的回应不对，没有采用。请再试一次，或换一种登录方式。',
    'zh-TW': '登入服務的回應不正確，未予採用。請再試一次，或換一種登入方式。',
    en: 'The sign-in service gave a wrong answer, which was not accepted; try again, or sign in another way.',
  },
  'code-refused': {
    'zh-CN': '登录凭证已经用过或过期，请再试一次。',
    'zh-TW': '登入憑證已經使用過或過期，請再試一次。',
    en: 'The sign-in code has been used or is too old; try again.',
  },
  misconfigured: {
    'zh-CN': '本站的这种登录方式没有设置好，请换一种，或告诉站点管理员。',
    'zh-TW': '本站的這種登入方式沒有設定好，請換一種，或告知網站管理員。',
    en: 'This way to sign in is not set up properly here; use another, or tell those who run the site.',
  },
  'no-account': {
    'zh-CN': '对方不允许这个账号登录本站。',
    'zh-TW': '對方不允許這個帳號登入本站。',
    en: 'The other side does not let this account sign in here.',
  },
  'in-wechat-only': {
    'zh-CN': '这种登录方式只能在微信里打开的页面上使用。',
    'zh-TW': '這種登入方式只能在微信裡開啟的頁面上使用。',
    en: 'This way to sign in works only in pages opened inside WeChat.',
  },
  'wrong-code': {
    'zh-CN': '验证码或链接不对，或者已经用过、过期。请检查后重试，或重新发送。',
    'zh-TW': '驗證碼或連結不正確，或者已經使用過、過期。請檢查後重試，或重新傳送。',
    en: 'The code or link is wrong, used or too old. Check it and try again, or have a new one sent.',
  },
  'link-elsewhere': {
    'zh-CN': '这个链接要在索取它的那个浏览器里打开。请回到刚才填邮箱的页面，输入邮件里的六位验证码。',
    'zh-TW': '這個連結要在索取它的那個瀏覽器裡開啟。請回到剛才填電子郵件的頁面，輸入信中的六位驗證碼。',
    en: 'This link works only in the browser that asked for it. Go back to the page where you gave your address, and enter the six digits from the mail.',
  },
  'mail-off': {
    'zh-CN': '本站现在不能用邮箱登录。',
    'zh-TW': '本站現在不能用電子郵件登入。',
    en: 'Sign-in by mail is not available here.',
  },
};

/** What the popup of a sign-in says beside that. */
export const SIGN_IN_PAGE_TEXT: {
  readonly [L in Lang]: Readonly<Record<'title' | 'refused' | 'done' | 'confirm' | 'question' | 'lost' | 'close', string>>;
} = {
  'zh-CN': {
    title: '登录',
    refused: '没能登录',
    done: '登录成功，可以关闭这个窗口了。',
    question: '你刚才是在 {origin} 上点了“登录”吗？如果不是，请直接关闭这个窗口。',
    confirm: '是的，完成登录',
    lost: '登录已通过，但联系不上原来的页面。请关闭这个窗口，回到原来的页面再登录一次。',
    close: '关闭',
  },
  'zh-TW': {
    title: '登入',
    refused: '無法登入',
    done: '登入成功，可以關閉這個視窗了。',
    question: '您剛才是在 {origin} 上點了「登入」嗎？如果不是，請直接關閉這個視窗。',
    confirm: '是的，完成登入',
    lost: '登入已通過，但聯絡不上原來的頁面。請關閉這個視窗，回到原來的頁面再登入一次。',
    close: '關閉',
  },
  en: {
    title: 'Sign in',
    refused: 'Not signed in',
    done: 'You are signed in; this window can be closed.',
    question: 'Did you just choose to sign in on {origin}? If not, close this window.',
    confirm: 'Yes, sign me in there',
    lost: 'You were recognised, but the page that you came from cannot be reached. Close this window, go back there and sign in once more.',
    close: 'Close',
  },
};

/** A mail with a code. */
export const MAIL_TEXT: {
  readonly [L in Lang]: Readonly<Record<'subject' | 'digits' | 'orLink' | 'linkLabel' | 'ending' | 'reader', string>>;
} = {
  'zh-CN': {
    subject: '{code} 是你在“{site}”评论区的登录验证码',
    digits: '你在“{site}”评论区的登录验证码是 {code}，十分钟内有效，只能用一次。',
    orLink: '也可以直接打开这个链接登录：',
    linkLabel: '登录评论区',
    ending: '如果不是你本人操作，不必理会这封邮件，也不要把验证码告诉别人。',
    reader: '读者',
  },
  'zh-TW': {
    subject: '{code} 是您在「{site}」留言區的登入驗證碼',
    digits: '您在「{site}」留言區的登入驗證碼是 {code}，十分鐘內有效，只能使用一次。',
    orLink: '也可以直接開啟這個連結登入：',
    linkLabel: '登入留言區',
    ending: '如果不是您本人操作，不必理會這封郵件，也不要把驗證碼告訴別人。',
    reader: '讀者',
  },
  en: {
    subject: '{code} is your code for the comments of {site}',
    digits: 'Your code for the comments of {site} is {code}. It is good for ten minutes and for one use.',
    orLink: 'Or open this link to sign in:',
    linkLabel: 'Sign in',
    ending: 'If this was not you, ignore this mail, and give the code to nobody.',
    reader: 'Reader',
  },
};
