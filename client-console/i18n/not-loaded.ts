/** The texts that the console shows when not even its catalogue could be loaded. */
export const NOT_LOADED = {
  'zh-CN': { title: '审核台没有加载出来', hint: '可能正在升级，过一会儿刷新试试。', retry: '刷新' },
  'zh-TW': { title: '審核台沒有載入', hint: '可能正在升級，過一會兒重新整理試試。', retry: '重新整理' },
  en: { title: 'The console did not load', hint: 'An upgrade may be under way: reload in a moment.', retry: 'Reload' },
} as const;
