import * as form from './forms.ts';
import { setting } from './setting-meta.ts';

const DAYS = {
  'zh-CN': '必须是 0 到 36500 之间的天数；0 表示一直保留',
  'zh-TW': '必須是 0 到 36500 之間的天數；0 表示一直保留',
  en: 'must be a number of days from 0 to 36500; 0 keeps for good',
};

/** How long things are kept that are of no use to anybody any more, in days. */
export const retentionSettings = {
  keepNetworks: setting(form.wholeNumber(0, 36_500), {
    env: 'KEEP_NETWORKS_DAYS',
    default: '90',
    about: {
      'zh-CN': '表态和举报所带的网络摘要（用来认出同一个网络）保留多少天。',
      'zh-TW': '表態與檢舉所帶的網路摘要（用來認出同一個網路）保留多少天。',
      en: 'Days for which votes and reports keep the hash of the network they came from.',
    },
    form: DAYS,
  }),
  keepRemoved: setting(form.wholeNumber(0, 36_500), {
    env: 'KEEP_REMOVED_DAYS',
    default: '30',
    about: {
      'zh-CN': '作者自己删除的评论，正文再保留多少天；期满后不能恢复。',
      'zh-TW': '作者自己刪除的留言，內文再保留多少天；期滿後無法復原。',
      en: 'Days for which the text of a comment that its author removed is kept; it cannot be restored afterwards.',
    },
    form: DAYS,
  }),
  keepRefused: setting(form.wholeNumber(0, 36_500), {
    env: 'KEEP_REFUSED_DAYS',
    default: '180',
    about: {
      'zh-CN': '没有通过审核的评论，正文保留多少天。',
      'zh-TW': '沒有通過審核的留言，內文保留多少天。',
      en: 'Days for which the text of a comment that was refused is kept.',
    },
    form: DAYS,
  }),
  keepFormer: setting(form.wholeNumber(0, 36_500), {
    env: 'KEEP_FORMER_DAYS',
    default: '180',
    about: {
      'zh-CN': '评论修改以前的文字保留多少天。',
      'zh-TW': '留言修改以前的文字保留多少天。',
      en: 'Days for which the texts that a comment had before an edit are kept.',
    },
    form: DAYS,
  }),
  keepAudit: setting(form.auditDays, {
    env: 'KEEP_AUDIT_DAYS',
    default: '365',
    about: {
      'zh-CN': '审计日志保留多少天，至少 180 天；从最早的一条起删，剩下的仍可校验。',
      'zh-TW': '稽核記錄保留多少天，至少 180 天；從最早的一筆起刪，其餘仍可驗證。',
      en: 'Days for which the audit log is kept, at least 180; it is deleted from its beginning, and the rest can still be verified.',
    },
    form: {
      'zh-CN': '必须是 180 到 36500 之间的天数，或 0（一直保留）',
      'zh-TW': '必須是 180 到 36500 之間的天數，或 0（一直保留）',
      en: 'must be a number of days from 180 to 36500, or 0 (for good)',
    },
  }),
};
