/** What embed.js says by itself when nothing else could be loaded: a button that tries again. */
export const FAILED = {
  'zh-CN': '评论加载失败，点此重试',
  'zh-TW': '留言載入失敗，點此重試',
  en: 'The comments did not load. Try again',
} as const;
