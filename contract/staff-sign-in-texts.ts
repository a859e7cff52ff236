import type { STAFF_REFUSALS, StaffRefusal } from '../server/domain/sign-in-refusals.ts';
import type { Lang } from './problem.ts';
import { SIGN_IN_REFUSAL_TEXT } from './sign-in-texts.ts';

type Sentence = Readonly<Record<Lang, string>>;
type OwnReason =
  | (typeof STAFF_REFUSALS)[number]
  | 'cancelled'
  | 'expired'
  | 'other-browser'
  | 'unreachable'
  | 'bad-answer'
  | 'misconfigured';

/** What staff read where it differs from what readers do. */
const OWN: { readonly [R in OwnReason]: Sentence } = {
  cancelled: {
    'zh-CN': '你没有在单位账号的页面上完成登录。',
    'zh-TW': '您沒有在單位帳號的頁面上完成登入。',
    en: 'The sign-in was not completed at the newsroom’s account.',
  },
  expired: {
    'zh-CN': '这次登录已经用过或超过十分钟，请回到登录页重新开始。',
    'zh-TW': '這次登入已經使用過或超過十分鐘，請回到登入頁重新開始。',
    en: 'This sign-in has been used, or took more than ten minutes; start again from the sign-in screen.',
  },
  'other-browser': {
    'zh-CN': '这次登录不是在这个浏览器里开始的，请回到登录页重新开始。',
    'zh-TW': '這次登入不是在這個瀏覽器裡開始的，請回到登入頁重新開始。',
    en: 'This sign-in was begun in another browser; start again from the sign-in screen.',
  },
  unreachable: {
    'zh-CN': '单位账号系统暂时没有回应，请稍后再试。一直不行的话，请联系管理员。',
    'zh-TW': '單位帳號系統暫時沒有回應，請稍後再試。一直不行的話，請聯絡管理員。',
    en: 'The newsroom’s account service does not answer at present; try again later, or tell the administrator.',
  },
  'bad-answer': {
    'zh-CN': '单位账号系统的回应不对，没有采用。请再试一次；一直这样的话，请联系管理员。',
    'zh-TW': '單位帳號系統的回應不正確，未予採用。請再試一次；一直這樣的話，請聯絡管理員。',
    en: 'The newsroom’s account service gave a wrong answer, which was not accepted; try again, or tell the administrator.',
  },
  misconfigured: {
    'zh-CN': '单位账号登录没有设置好，请联系管理员。',
    'zh-TW': '單位帳號登入沒有設定好，請聯絡管理員。',
    en: 'The sign-in by the newsroom’s account is not set up properly; tell the administrator.',
  },
  'no-group': {
    'zh-CN': '你的单位账号不在能进审核台的组里，请联系管理员。',
    'zh-TW': '您的單位帳號不在能進審核台的群組裡，請聯絡管理員。',
    en: 'Your account is in none of the groups that may enter the console; ask the administrator.',
  },
  disabled: {
    'zh-CN': '你在这里的账号已被停用，请联系管理员。',
    'zh-TW': '您在這裡的帳號已被停用，請聯絡管理員。',
    en: 'Your account here is disabled; ask the administrator.',
  },
  'address-taken': {
    'zh-CN': '这里已有一个账号用着你的邮箱，但单位账号系统没有证明这个邮箱是你的，或者它已属于另一个人。请联系管理员。',
    'zh-TW': '這裡已有一個帳號用著您的電子郵件，但單位帳號系統沒有證明這個電子郵件是您的，或者它已屬於另一個人。請聯絡管理員。',
    en: 'An account here has your address already, and the provider does not vouch that it is yours, or it belongs to somebody else. Ask the administrator.',
  },
  'no-address': {
    'zh-CN': '单位账号系统没有给出你的邮箱，没法建立账号。请联系管理员。',
    'zh-TW': '單位帳號系統沒有提供您的電子郵件，無法建立帳號。請聯絡管理員。',
    en: 'The provider gave no address of yours, without which no account can be made. Ask the administrator.',
  },
  'not-recent': {
    'zh-CN': '单位账号系统没有让你重新登录一次，所以不能算作确认。请联系管理员。',
    'zh-TW': '單位帳號系統沒有讓您重新登入一次，所以不能算作確認。請聯絡管理員。',
    en: 'The provider did not have you sign in anew, so this is no confirmation. Tell the administrator.',
  },
  'other-person': {
    'zh-CN': '刚才登录的是另一个单位账号，没有确认成功。请用你自己的账号再试一次。',
    'zh-TW': '剛才登入的是另一個單位帳號，沒有確認成功。請用您自己的帳號再試一次。',
    en: 'That was another account, so nothing is confirmed; try again with your own.',
  },
};

/** Why a member of staff was not let in, in their language. */
export function staffRefusalText(reason: StaffRefusal, lang: Lang): string {
  const texts: { readonly [R in StaffRefusal]: Sentence } = { ...SIGN_IN_REFUSAL_TEXT, ...OWN };
  return texts[reason][lang];
}

/** What the pages between the console and the provider say beside that. */
export const STAFF_PAGE_TEXT: { readonly [L in Lang]: Readonly<Record<'back' | 'confirmed' | 'confirmedTitle' | 'refused', string>> } = {
  'zh-CN': { back: '回到登录页', confirmedTitle: '已确认', confirmed: '确认好了，可以关闭这个窗口，回去接着做。', refused: '没能登录' },
  'zh-TW': { back: '回到登入頁', confirmedTitle: '已確認', confirmed: '確認好了，可以關閉這個視窗，回去接著做。', refused: '無法登入' },
  en: {
    back: 'To the sign-in screen',
    confirmedTitle: 'Confirmed',
    confirmed: 'You have confirmed that it is you; close this window and go on.',
    refused: 'Not signed in',
  },
};

/** What the popup says in which staff agree that a page comments as them. */
export type StaffCommentTexts = Readonly<
  Record<'title' | 'ask' | 'confirm' | 'out' | 'console' | 'again' | 'none' | 'failed' | 'lost' | 'done', string>
>;
export const STAFF_COMMENT_TEXT: { readonly [L in Lang]: StaffCommentTexts } = {
  'zh-CN': {
    title: '以工作人员身份发言',
    ask: '{origin} 上的评论框将以“{name}”的名义、带“编辑”标记发言，只限“{site}”这个站点，三十天内有效，可以在审核台“我的账号”里随时停用。它不会得到审核的权限。',
    confirm: '以工作人员身份发言',
    out: '你还没有登录审核台。请先登录，再回到这个窗口。',
    console: '打开审核台',
    again: '我已登录，再试一次',
    none: '你的账号在“{site}”没有处理评论的权限，不能以工作人员身份发言。',
    failed: '没能完成，请稍后再试。',
    lost: '联系不上原来的页面。请关闭这个窗口，回到原来的页面再试一次。',
    done: '好了，可以关闭这个窗口了。',
  },
  'zh-TW': {
    title: '以工作人員身分發言',
    ask: '{origin} 上的留言框將以「{name}」的名義、帶「編輯」標記發言，只限「{site}」這個網站，三十天內有效，可以在審核台「我的帳號」裡隨時停用。它不會得到審核的權限。',
    confirm: '以工作人員身分發言',
    out: '您還沒有登入審核台。請先登入，再回到這個視窗。',
    console: '開啟審核台',
    again: '我已登入，再試一次',
    none: '您的帳號在「{site}」沒有處理留言的權限，不能以工作人員身分發言。',
    failed: '沒能完成，請稍後再試。',
    lost: '聯絡不上原來的頁面。請關閉這個視窗，回到原來的頁面再試一次。',
    done: '好了，可以關閉這個視窗了。',
  },
  en: {
    title: 'Comment as staff',
    ask: 'The comment box on {origin} will write as “{name}”, with the badge of staff, on the site “{site}” alone and for thirty days; you can end that under “Account” in the console. It gets no rights of a moderator.',
    confirm: 'Comment as staff',
    out: 'You are not signed in to the console. Sign in there, then come back to this window.',
    console: 'Open the console',
    again: 'I have signed in: try again',
    none: 'Your account may not decide on comments of “{site}”, so it cannot comment as staff there.',
    failed: 'That did not work; try again later.',
    lost: 'The page that you came from cannot be reached. Close this window, go back there and try once more.',
    done: 'Done; this window can be closed.',
  },
};
