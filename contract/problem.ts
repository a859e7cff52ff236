import { z } from 'zod';
import type { ProblemCode } from '../server/domain/problem.ts';

/** RFC 9457, with our stable code. */
export const ProblemView = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string(), code: z.string().optional() }))
      .optional()
      .meta({ description: 'Wrong fields; `code` is a stable word where there is one.' }),
    retryAfter: z.int().optional().meta({ description: 'Seconds.' }),
    length: z.int().optional().meta({ description: 'Of the text, as readers count.' }),
    limit: z.int().optional().meta({ description: 'The most that is allowed, of what `length` counts.' }),
    commentId: z.string().optional().meta({ description: 'On `comment-rejected`: the id of the refused comment, to appeal.' }),
    origin: z.string().optional().meta({ description: 'On `origin-not-allowed`: as the browser sent it.' }),
    challenge: z
      .string()
      .optional()
      .meta({ description: 'On `puzzle-required`: find a nonce so that SHA-256 of `challenge:nonce` begins with `bits` zero bits.' }),
    ways: z
      .string()
      .optional()
      .meta({ description: 'On `second-factor-required`: `code`, `passkey`, or both with a space between: any of them will do.' }),
    bits: z.int().optional().meta({ description: 'On `puzzle-required`: how many zero bits.' }),
    terms: z.string().optional().meta({ description: 'On `terms-not-accepted`: the version to accept, as `terms` of the call.' }),
    termsUrl: z.string().optional().meta({ description: 'On `terms-not-accepted`: where they can be read.' }),
    opensAt: z.string().optional().meta({ description: 'On `posting-closed-now`: from when it is open again, RFC 3339.' }),
    readerToken: z.string().optional().meta({ description: 'Of a guest whose first comment was refused: to appeal.' }),
  })
  .meta({ id: 'Problem' });
export type ProblemView = z.infer<typeof ProblemView>;

/** The languages of all texts, the first one where none is asked for. */
export const LANGS = ['zh-CN', 'zh-TW', 'en'] as const;
export type Lang = (typeof LANGS)[number];
type Sentence = Readonly<Record<Lang, string>>;

/** The sentences that people read; `{name}` is filled from the problem's public facts. */
export const PROBLEM_TEXT: { readonly [C in ProblemCode]: Sentence } = {
  'invalid-request': {
    'zh-CN': '请求里有不对的地方{fields}。',
    'zh-TW': '請求中有不正確的地方{fields}。',
    en: 'Something in the request is not right{fields}.',
  },
  'malformed-json': {
    'zh-CN': '请求的内容不是有效的 JSON。',
    'zh-TW': '請求的內容不是有效的 JSON。',
    en: 'The request is not valid JSON.',
  },
  'invalid-cursor': {
    'zh-CN': '翻页标记无效，请从第一页重新开始。',
    'zh-TW': '翻頁標記無效，請從第一頁重新開始。',
    en: 'This cursor is not valid; start again from the first page.',
  },
  'unsupported-parent': {
    'zh-CN': '要回复的评论不在这里了。',
    'zh-TW': '要回覆的留言已經不在這裡了。',
    en: 'The comment you are replying to is not here.',
  },
  'sign-in-required': { 'zh-CN': '请先登录。', 'zh-TW': '請先登入。', en: 'Please sign in first.' },
  'invalid-token': {
    'zh-CN': '登录信息已失效，请重新登录。',
    'zh-TW': '登入資訊已失效，請重新登入。',
    en: 'Your sign-in is no longer valid here; please sign in again.',
  },
  'bad-credentials': { 'zh-CN': '邮箱或密码不对。', 'zh-TW': '電子郵件或密碼不正確。', en: 'The e-mail address or the password is wrong.' },
  'not-allowed': { 'zh-CN': '你没有权限这样做。', 'zh-TW': '您沒有權限這樣做。', en: 'You are not allowed to do this.' },
  'site-mismatch': { 'zh-CN': '这不属于该站点。', 'zh-TW': '這不屬於該站點。', en: 'This belongs to another site.' },
  'origin-not-allowed': {
    'zh-CN': '{origin} 的页面没有被允许使用这里的评论。',
    'zh-TW': '{origin} 的頁面未獲准使用這裡的留言。',
    en: 'Pages of {origin} may not use these comments.',
  },
  'csrf-token-missing': {
    'zh-CN': '请求缺少校验码，请刷新页面再试。',
    'zh-TW': '請求缺少驗證碼，請重新整理頁面再試。',
    en: 'The request lacks its CSRF token; reload the page and try again.',
  },
  banned: { 'zh-CN': '你已被禁言，暂时不能发言。', 'zh-TW': '您已被禁言，暫時無法留言。', en: 'You may not comment at present.' },
  'verification-required': {
    'zh-CN': '按这里的规定，要先完成实名验证才能发言。',
    'zh-TW': '依這裡的規定，要先完成實名驗證才能留言。',
    en: 'Here you may comment once it has been verified who you are.',
  },
  'terms-not-accepted': {
    'zh-CN': '请先阅读并同意{title}，再发表。',
    'zh-TW': '請先閱讀並同意{title}，再發佈。',
    en: 'Please read and accept {title} first.',
  },
  'posting-closed-now': {
    'zh-CN': '按本站的规定，每天这段时间不能发表和修改评论，{opens}起可以。',
    'zh-TW': '依本站的規定，每天這段時間不能發佈和修改留言，{opens}起可以。',
    en: 'By this site’s rules nothing can be posted or edited at this time of day; it can again from {opens}.',
  },
  'sign-in-refused': { 'zh-CN': '没能登录：{fault}', 'zh-TW': '無法登入：{fault}', en: 'Not signed in: {fault}' },
  'verification-refused': { 'zh-CN': '没能完成验证：{fault}', 'zh-TW': '無法完成驗證：{fault}', en: 'Not verified: {fault}' },
  'puzzle-required': {
    'zh-CN': '这里现在很热闹，请稍等，正在确认你是真人。',
    'zh-TW': '這裡現在很熱鬧，請稍候，正在確認您是真人。',
    en: 'It is busy here: please wait while your browser shows that you are not a robot.',
  },
  'appeal-needs-another': {
    'zh-CN': '这条评论是你驳回的，申诉要由其他审核员处理。',
    'zh-TW': '這則留言是您駁回的，申訴要由其他審核員處理。',
    en: 'You refused this comment; its appeal is for another moderator.',
  },
  'edit-window-over': { 'zh-CN': '已超过可修改的时间。', 'zh-TW': '已超過可修改的時間。', en: 'The time for changes is over.' },
  'not-found': { 'zh-CN': '没有找到。', 'zh-TW': '找不到。', en: 'Not found.' },
  'method-not-allowed': {
    'zh-CN': '此地址不支持这种请求方式。',
    'zh-TW': '此位址不支援這種請求方式。',
    en: 'This address does not take that method.',
  },
  'stale-revision': {
    'zh-CN': '内容刚刚被改动过，请刷新后再试。',
    'zh-TW': '內容剛剛被更動過，請重新整理後再試。',
    en: 'It was changed in the meantime; reload and try again.',
  },
  'already-decided': { 'zh-CN': '已经处理过了。', 'zh-TW': '已經處理過了。', en: 'It has already been decided.' },
  'already-set-up': {
    'zh-CN': '管理员已经设置好了，请直接登录。',
    'zh-TW': '管理員已經設定完成，請直接登入。',
    en: 'The first administrator exists already; please sign in.',
  },
  'second-factor-required': {
    'zh-CN': '密码之外，还要再验证一步。',
    'zh-TW': '密碼之外，還要再驗證一步。',
    en: 'One more step is needed beside the password.',
  },
  'second-factor-wanted': {
    'zh-CN': '您的角色必须开启两步验证：请先添加通行密钥或验证器，再继续。',
    'zh-TW': '您的角色必須開啟兩步驟驗證：請先新增密碼金鑰或驗證器，再繼續。',
    en: 'Your role needs two-step sign-in: add a passkey or an authenticator app first.',
  },
  'confirm-identity': {
    'zh-CN': '这一步比较重要，请再确认一次是你本人。',
    'zh-TW': '這一步比較重要，請再確認一次是您本人。',
    en: 'This matters: please confirm once more that it is you.',
  },
  'passwords-off': {
    'zh-CN': '这里的工作人员用单位账号登录，不用密码。请回到登录页，点单位账号的按钮。',
    'zh-TW': '這裡的工作人員用單位帳號登入，不用密碼。請回到登入頁，點單位帳號的按鈕。',
    en: 'Staff sign in here by the newsroom’s account, not by password. Use its button on the sign-in screen.',
  },
  'wrong-password': {
    'zh-CN': '密码不对。',
    'zh-TW': '密碼不對。',
    en: 'The password is wrong.',
  },
  'wrong-code': {
    'zh-CN': '验证码不对，或者已经用过了。请等下一个再试。',
    'zh-TW': '驗證碼不對，或者已經用過了。請等下一組再試。',
    en: 'The code is wrong or was used already. Wait for the next one and try again.',
  },
  'wrong-passkey': {
    'zh-CN': '通行密钥没有通过验证。请再试一次，或换一种方式。',
    'zh-TW': '密碼金鑰沒有通過驗證。請再試一次，或換一種方式。',
    en: 'The passkey was not accepted. Try again, or use another way.',
  },
  'last-administrator': {
    'zh-CN': '这是最后一位管理员，不能移除、停用或改为别的角色。请先让另一个人成为全部站点的管理员。',
    'zh-TW': '這是最後一位管理員，不能移除、停用或改為其他角色。請先讓另一個人成為全部站點的管理員。',
    en: 'This is the last administrator, who cannot be removed, disabled or given another role. Make somebody else an administrator of all sites first.',
  },
  'invitation-over': {
    'zh-CN': '这个链接已经用过或过期了，请向管理员要一个新的。',
    'zh-TW': '這個連結已經用過或過期了，請向管理員要一個新的。',
    en: 'This link has been used or is too old; ask an administrator for a new one.',
  },
  'invalid-transition': {
    'zh-CN': '当前状态下不能这样操作。',
    'zh-TW': '目前狀態下無法這樣操作。',
    en: 'That cannot be done in its present state.',
  },
  'duplicate-comment': { 'zh-CN': '这条内容你刚刚发过了。', 'zh-TW': '這則內容您剛剛發過了。', en: 'You have said exactly this already.' },
  'duplicate-thread': {
    'zh-CN': '已有评论串使用这个标识。可以把这一个并入那一个。',
    'zh-TW': '已有留言串使用這個代號。可以把這一個併入那一個。',
    en: 'There is a thread with this key already. This one can be merged into it.',
  },
  'duplicate-site': { 'zh-CN': '这个站点标识已被使用。', 'zh-TW': '這個站點代號已被使用。', en: 'There is a site with this id already.' },
  'idempotency-key-reused': {
    'zh-CN': '同一个幂等键用在了不同的内容上。',
    'zh-TW': '同一個冪等鍵用在了不同的內容上。',
    en: 'This Idempotency-Key was used for another request.',
  },
  'too-large': {
    'zh-CN': '请求太大了，最多 {limit} 字节。',
    'zh-TW': '請求太大了，最多 {limit} 位元組。',
    en: 'The request is too large; at most {limit} bytes.',
  },
  'head-too-large': {
    'zh-CN': '网址或请求头太长了，合起来最多 {limit} 字节。',
    'zh-TW': '網址或請求標頭太長了，合起來最多 {limit} 位元組。',
    en: 'The address or the headers are too long; at most {limit} bytes together.',
  },
  'request-timeout': {
    'zh-CN': '请求没有发送完，请再试一次。',
    'zh-TW': '請求沒有傳送完，請再試一次。',
    en: 'The request did not arrive to its end; please try again.',
  },
  'json-only': { 'zh-CN': '请用 application/json 发送。', 'zh-TW': '請以 application/json 傳送。', en: 'Send application/json.' },
  'too-long': {
    'zh-CN': '评论有 {length} 字，超过了 {limit} 字的上限。',
    'zh-TW': '留言有 {length} 字，超過了 {limit} 字的上限。',
    en: 'The comment has {length} characters; at most {limit} are allowed.',
  },
  'too-short': { 'zh-CN': '写点什么再发吧。', 'zh-TW': '先寫點什麼再發佈吧。', en: 'Please write something first.' },
  'name-not-allowed': {
    'zh-CN': '这个昵称不能使用：{fault}',
    'zh-TW': '這個暱稱無法使用：{fault}',
    en: 'This name cannot be used: {fault}',
  },
  'weak-password': {
    'zh-CN': '这个密码不能用：{fault}',
    'zh-TW': '這個密碼無法使用：{fault}',
    en: 'This password cannot be used: {fault}',
  },
  'comment-rejected': { 'zh-CN': '未通过审核：{reason}', 'zh-TW': '未通過審核：{reason}', en: 'Not approved: {reason}' },
  'comments-closed': { 'zh-CN': '本文评论已关闭。', 'zh-TW': '本文留言已關閉。', en: 'Comments are closed.' },
  'revision-required': {
    'zh-CN': '请带上读到的版本号（If-Match）。',
    'zh-TW': '請附上讀到的版本號（If-Match）。',
    en: 'Name the version you read (If-Match).',
  },
  'too-fast': {
    'zh-CN': '发表太快了，请 {retryAfter} 秒后再试。',
    'zh-TW': '發佈太快了，請 {retryAfter} 秒後再試。',
    en: 'You’re going too fast. Try again in {retryAfter} s.',
  },
  'list-too-long': {
    'zh-CN': '词表太长了，最多 200,000 个词、200,000 行说明，共 16 MB。',
    'zh-TW': '詞表太長了，最多 200,000 個詞、200,000 行說明，共 16 MB。',
    en: 'The list is too long; at most 200,000 words and 200,000 remarks in 16 MB.',
  },
  'list-over-memory': {
    'zh-CN': '服务器内存不够，处理不了这么长的词表。请缩短词表，或请服务器管理员调大 Node.js 的内存上限（--max-old-space-size）。',
    'zh-TW': '伺服器記憶體不足，無法處理這麼長的詞表。請縮短詞表，或請伺服器管理員調高 Node.js 的記憶體上限（--max-old-space-size）。',
    en: 'This server has too little memory for a list this long. Shorten it, or have the operator give Node.js more (--max-old-space-size).',
  },
  'list-under-way': {
    'zh-CN': '服务器正在处理另一份长词表，请 {retryAfter} 秒后再试。',
    'zh-TW': '伺服器正在處理另一份長詞表，請 {retryAfter} 秒後再試。',
    en: 'Another long list is being worked on. Try again in {retryAfter} s.',
  },
  'too-many-sign-ins': {
    'zh-CN': '登录失败的次数太多，请 {minutes} 分钟后再试，或换到以前登录过的网络。',
    'zh-TW': '登入失敗的次數太多，請 {minutes} 分鐘後再試，或換到以前登入過的網路。',
    en: 'Too many failed sign-ins. Try again in {minutes} min, or from a network where you have signed in before.',
  },
  internal: {
    'zh-CN': '服务出了点问题，请稍后再试。',
    'zh-TW': '服務出了點問題，請稍後再試。',
    en: 'Something went wrong on our side; please try again.',
  },
  'store-unavailable': {
    'zh-CN': '服务暂时不可用，请稍后再试。',
    'zh-TW': '服務暫時無法使用，請稍後再試。',
    en: 'The service is not available right now; please try again.',
  },
  'shutting-down': {
    'zh-CN': '服务正在重启，请稍后再试。',
    'zh-TW': '服務正在重新啟動，請稍後再試。',
    en: 'The service is restarting; please try again.',
  },
  'store-full': {
    'zh-CN': '存储空间已满，暂时不能发表。',
    'zh-TW': '儲存空間已滿，暫時無法發佈。',
    en: 'The disk is full; nothing can be stored right now.',
  },
};

/** What the terms of a site are called that has given them no title. */
export const TERMS_TITLE: Sentence = { 'zh-CN': '评论规则', 'zh-TW': '留言規則', en: 'the rules for comments' };
