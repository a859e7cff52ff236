import type { VerificationFault } from '../server/domain/verification.ts';
import type { Lang } from './problem.ts';

/** Why a verification came to nothing. */
export const VERIFICATION_FAULT_TEXT: { readonly [F in VerificationFault]: Readonly<Record<Lang, string>> } = {
  'no-verifier': {
    'zh-CN': '本站没有接入验证服务。',
    'zh-TW': '本站沒有串接驗證服務。',
    en: 'this site has no verification service.',
  },
  misconfigured: {
    'zh-CN': '本站的验证服务没有设置好，请告诉站点管理员。',
    'zh-TW': '本站的驗證服務沒有設定好，請告知網站管理員。',
    en: 'the verification service of this site is not set up properly; please tell those who run the site.',
  },
  unreachable: {
    'zh-CN': '暂时联系不上验证服务，请稍后再试。',
    'zh-TW': '暫時聯絡不上驗證服務，請稍後再試。',
    en: 'the verification service cannot be reached at present; try again later.',
  },
  timeout: {
    'zh-CN': '验证服务迟迟没有回应，请稍后再试。',
    'zh-TW': '驗證服務遲遲沒有回應，請稍後再試。',
    en: 'the verification service took too long to answer; try again later.',
  },
  redirect: {
    'zh-CN': '验证服务的地址转到了别处，没有跟过去。请告诉站点管理员。',
    'zh-TW': '驗證服務的位址轉到了別處，沒有跟過去。請告知網站管理員。',
    en: 'the address of the verification service leads elsewhere, which is not followed; please tell those who run the site.',
  },
  'too-large': {
    'zh-CN': '验证服务的回应太长，没有采用。请告诉站点管理员。',
    'zh-TW': '驗證服務的回應太長，未予採用。請告知網站管理員。',
    en: 'the answer of the verification service is too long and was not accepted; please tell those who run the site.',
  },
  'bad-answer': {
    'zh-CN': '验证服务的回应格式不对，没有采用。请告诉站点管理员。',
    'zh-TW': '驗證服務的回應格式不正確，未予採用。請告知網站管理員。',
    en: 'the answer of the verification service is not of the right form and was not accepted; please tell those who run the site.',
  },
  unsigned: {
    'zh-CN': '请求没有签名，或签名的格式不对。',
    'zh-TW': '請求沒有簽章，或簽章的格式不正確。',
    en: 'the call is not signed, or its signature is not of the right form.',
  },
  'wrong-signature': {
    'zh-CN': '签名不对，请检查双方的密钥和签名的内容。',
    'zh-TW': '簽章不正確，請檢查雙方的密鑰和簽章的內容。',
    en: 'the signature is wrong; check the secret on both sides, and what is signed.',
  },
  'too-old': {
    'zh-CN': '签名的时间与这里相差超过五分钟，请校准时钟。',
    'zh-TW': '簽章的時間與這裡相差超過五分鐘，請校準時鐘。',
    en: 'the time of the signature differs from ours by more than five minutes; check the clock.',
  },
  expired: {
    'zh-CN': '这次验证已经用过、超过半小时或不存在，请从评论框重新开始。',
    'zh-TW': '這次驗證已經使用過、超過半小時或不存在，請從留言框重新開始。',
    en: 'this verification has been used, is unknown, or took more than half an hour; start again from the comments.',
  },
};
