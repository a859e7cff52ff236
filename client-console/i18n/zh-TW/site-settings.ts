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
  mailSignIn: { label: '電子郵件登入', hint: '讀者填寫電子郵件，收到六位驗證碼或連結後登入。' },
  reservedNames: { label: '保留的暱稱', hint: '每行一個；訪客用了相同或相像的名字，留言先留給人看。工作人員的名字一律保留。' },
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
