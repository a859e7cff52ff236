import type { SettingTexts } from '../setting-texts.ts';

/** What the form of a site's settings says. */
export const settingTexts = {
  maxLength: { label: '最多字數' },
  editWindow: { label: '發佈後可修改' },
  reportThreshold: { label: '被檢舉幾次後隱藏待審' },
  maxLinks: { label: '最多幾個連結不必審' },
  samplePercent: { label: '抽查比例（%）', hint: '直接公開的留言裡，按這個比例事後給人看。' },
  puzzle: {
    label: '新讀者的驗證題',
    hint: '由瀏覽器在背景計算，讀者不必做什麼。',
    choices: { off: '不用', risk: '有風險時', always: '總是' },
  },
  threads: { label: '誰能開啟文章留言', choices: { open: '允許網址下的任何頁面', registered: '只限登記過的文章' } },
  sort: { label: '預設排序', choices: { hot: '最熱', newest: '最新', oldest: '最早' } },
  live: { label: '新留言如何出現', choices: { socket: '即時出現', poll: '隔一陣子重新整理（人特別多、走 CDN 時用）' } },
  guests: { label: '允許不登入留言' },
  region: {
    label: '顯示 IP 屬地',
    hint: '新留言註明發表時的屬地，中國到省級，其他到國家，查不到寫「未知」。只存屬地，不存 IP 位址；開啟之前的留言沒有。',
  },
  mailSignIn: { label: '電子郵件登入', hint: '讀者填寫電子郵件，收到六位驗證碼或連結後登入。' },
  answerMail: { label: '回覆郵件通知', hint: '讀者主動開啟並確認信箱後，有人回覆時收到郵件。服務要設定 MAIL_URL。' },
  reservedNames: { label: '保留的暱稱', hint: '每行一個；訪客用了相同或相像的名字，留言先留給人看。工作人員的名字一律保留。' },
  verified: {
    label: '會員要驗證過什麼才能留言',
    hint: '由網站的登入告訴我們；只記錄驗證的方式和時間，不記錄號碼。',
    choices: { none: '不要求', any: '手機或證件', phone: '手機', id: '證件' },
  },
  verifier: {
    label: '實名驗證服務',
    hint: '網站自己的服務，由它確認讀者是誰，串接方式見文件「會員」。上面要求實名時，留言框會有「前往驗證」；這裡只記下驗證的方式、時間和一個認不出本人的代號，不收手機號碼和證件號碼。',
    fields: {
      url: { label: '驗證服務的位址', hint: '以 https:// 開頭；位址和密鑰都清空，就是不用。' },
      secret: { label: '簽章密鑰', hint: '以 whsec_ 開頭。儲存後不再顯示，•••• 代表已存的；換了網域要重新填寫。' },
    },
  },
  avatarHosts: { label: '允許的頭像網域', hint: '每行一個，*.example.com 代表它的所有子網域；用其他地方頭像的權杖會被拒絕。' },
  badges: { label: '會員徽章', hint: '每行一個，最多 12 個字；只有列在這裡的徽章，網站的登入才能發。' },
  sso: {
    label: '網站自己的登入（SSO）',
    hint: '讀者在您的網站登入後，由網站簽發權杖，不用再登入一次。留言框暫時還不接收權杖，由頁面呼叫介面。寫法請見文件「會員」。',
    fields: {
      mode: { label: '簽章方式', choices: { off: '不用', hs256: '共享金鑰（HS256）', jwks: '公鑰（JWKS）' } },
      issuer: { label: '簽發者（iss）' },
      secrets: {
        label: '共享金鑰',
        hint: '每行一個，至少 32 位元組，最多兩個（更換時新舊並用，新的寫在前面）。儲存後不再顯示，••••1、••••2 代表已存的第一個和第二個；刪掉哪一行，就刪掉哪一個。',
      },
      jwksUrl: { label: '公鑰網址（JWKS）', hint: '以 https:// 開頭。' },
      algorithms: { label: '公鑰可用的演算法', hint: '每行一個：RS256、ES256、EdDSA。' },
      claimsImported: { label: '匯入的留言依原來的使用者 ID 歸還給同一個會員' },
    },
  },
  terms: {
    label: '讀者須同意的規則',
    fields: {
      url: { label: '規則的網址', hint: '讀者留言前要勾選同意；不填就不問。' },
      version: { label: '規則的版本', hint: '版本變了，會請讀者再同意一次。' },
      title: { label: '規則的名稱', hint: '不填就叫「留言規則」。' },
    },
  },
  answerWithin: { label: '檢舉和申訴在幾小時內答覆（0 為不寫明）' },
  minors: {
    label: '每天不能留言的時段（未成年人模式）',
    fields: {
      who: {
        label: '對誰有效',
        hint: '「未成年人」指網站的登入權杖裡寫明 minor 的會員；訪客和用其他方式登入的人不受限。',
        choices: { minors: '未成年人', everybody: '所有讀者' },
      },
      hours: { label: '時段', hint: '如 22:00-06:00，可以跨過零點；不填就不限。這段時間裡照常可以看、檢舉和刪除。' },
      timeZone: { label: '時區', hint: '如 Asia/Taipei。' },
    },
  },
  notice: { label: '留言框下的提示' },
  threadKeys: {
    label: '文章網址的認法',
    hint: '哪些網址算同一篇文章。網域大小寫、預設連接埠、#錨點和來源參數一律不計。',
    fields: {
      trailingSlash: { label: '結尾的斜線', choices: { keep: '有和沒有算兩篇', ignore: '有和沒有算同一篇' } },
      indexFiles: { label: 'index.html', choices: { keep: '和目錄算兩篇', ignore: '和目錄算同一篇' } },
      hashRoutes: { label: '#/ 或 #! 開頭的部分算另一頁（單頁應用）' },
      ignoredParameters: { label: '不計的參數', hint: '每行一個，結尾的 * 代表任意字元，例如 utm_*。' },
    },
  },
  shipped: { label: '內建詞表', choices: { on: '使用', off: '不用' } },
  matching: {
    label: '詞表比對',
    fields: { boundary: { label: '按詞邊界比對（少誤傷）' }, pinyin: { label: '也看拼音' }, split: { label: '也看拆字' } },
  },
} satisfies SettingTexts;
