import type { Command } from './command.ts';

/** What `liangju evidence` can be given. */
export const evidenceOptions: Command['options'] = {
  site: { type: 'string', value: 'ID', isRequired: true, about: { 'zh-CN': '哪个站点', 'zh-TW': '哪個站點', en: 'the site' } },
  thread: { type: 'string', value: 'KEY', about: { 'zh-CN': '只要这个页面的', 'zh-TW': '只要這個頁面的', en: 'this thread alone' } },
  comment: { type: 'string', value: 'ID', about: { 'zh-CN': '只要这条评论的', 'zh-TW': '只要這則留言的', en: 'this comment alone' } },
  reader: { type: 'string', value: 'ID', about: { 'zh-CN': '只要这位读者的', 'zh-TW': '只要這位讀者的', en: 'this reader alone' } },
  from: {
    type: 'string',
    value: 'TIME',
    about: {
      'zh-CN': '从这时起（含），如 2026-01-31（UTC）或 2026-01-31T08:00:00+08:00',
      'zh-TW': '從這時起（含），如 2026-01-31（UTC）或 2026-01-31T08:00:00+08:00',
      en: 'from then on, such as 2026-01-31 (UTC) or 2026-01-31T08:00:00+08:00',
    },
  },
  to: { type: 'string', value: 'TIME', about: { 'zh-CN': '到这时为止（不含）', 'zh-TW': '到這時為止（不含）', en: 'before then' } },
  reason: {
    type: 'string',
    value: 'TEXT',
    isRequired: true,
    about: { 'zh-CN': '为什么，记入审计日志', 'zh-TW': '為什麼，記入稽核記錄', en: 'why; it stands in the audit log' },
  },
  out: {
    type: 'string',
    value: 'FILE',
    isRequired: true,
    about: { 'zh-CN': '写到这个新文件里', 'zh-TW': '寫到這個新檔案裡', en: 'the new file to write' },
  },
};
