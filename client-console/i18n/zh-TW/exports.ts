import type { MoreTexts } from '../catalogue.ts';

/** In Taiwan’s Chinese: taking comments out. */
export const exportTexts: Pick<MoreTexts, 'exports'> = {
  exports: {
    title: '匯出留言',
    hint: '匯出的檔案由瀏覽器儲存。留言再多也可以匯出；中斷後重新下載即可。',
    format: '格式',
    formats: {
      liangju: '兩句（JSON Lines，最完整）',
      csv: '表格（CSV）',
      wxr: 'WordPress（WXR）',
      artrans: 'Artalk（artrans）',
      disqus: 'Disqus（XML）',
      comentario: 'Comentario（JSON）',
    },
    about: {
      liangju: '適合備份和搬到另一個兩句：各種狀態的留言、票數、置頂、精選和頁面設定都在。',
      csv: 'Excel 能直接開啟；以 = + - @ 開頭的內容會加一個單引號，不會被當成公式。',
      wxr: 'WordPress 和 Disqus 的匯入工具能讀。沒有票數和置頂。',
      artrans: 'Artalk 的匯入工具能讀。只放得下已發佈和待審的留言。',
      disqus: '能讀 Disqus 匯出檔的系統都能讀。沒有票數，也放不下待審的留言。',
      comentario: 'Comentario 能讀。作者都算訪客，票數只有總分。',
    },
    statuses: '哪些留言',
    purged: '已清除的（只剩佔位）',
    from: '從哪天起',
    to: '到哪天為止（不含這天）',
    thread: '只要一個頁面（填網址或頁面識別碼）',
    personal: '連同作者的個人資訊（留下過的信箱、信箱的加密雜湊等）',
    download: '下載',
    evidence: '證據匯出',
    evidenceHint:
      '一段時間裡一個頁面、一則留言或一位讀者的全部記錄：歷次文字、審核、檢舉、申訴、稽核。檔案可以直接打開看，附簽章，可用 liangju evidence verify 核對。要確認身分，理由記入稽核記錄。',
    evidenceAbout: '關於',
    abouts: { site: '整個站點', thread: '一個頁面', comment: '一則留言', reader: '一位讀者' },
    evidenceId: '網址、頁面識別碼或編號',
    evidenceReason: '為什麼要匯出',
    getEvidence: '匯出證據',
    notAllowed: '只有管理員能匯出留言',
  },
};
