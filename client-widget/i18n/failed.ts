/** The text of the button that embed.js shows when nothing else could be loaded. */
export const FAILED = {
  'zh-CN': '评论加载失败，点此重试',
  'zh-TW': '留言載入失敗，點此重試',
  en: 'The comments did not load. Try again',
} as const;
