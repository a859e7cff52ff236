/** The texts that the console shows when not even its catalogue could be loaded. */
export const NOT_LOADED = {
  'zh-CN': { title: '审核台没有加载出来', retry: '刷新' },
  'zh-TW': { title: '審核台沒有載入', retry: '重新整理' },
  en: { title: 'The console did not load', retry: 'Reload' },
} as const;
