import { type LocalizedText, localize } from '../config/localized-text.ts';
import { RETENTION_KINDS, type RetentionKind } from '../domain/enumerations.ts';
import { countOld, deleteOld, retentionDays } from '../maintenance/retention.ts';
import type { Command } from './command.ts';
import { withStore } from './store.ts';
import { table } from './table.ts';

const KINDS: Readonly<Record<RetentionKind, LocalizedText>> = {
  network: { 'zh-CN': '网络摘要', 'zh-TW': '網路摘要', en: 'hashes of networks' },
  removed: { 'zh-CN': '作者删除的评论正文', 'zh-TW': '作者刪除的留言內文', en: 'texts that their authors removed' },
  refused: { 'zh-CN': '未通过的评论正文', 'zh-TW': '未通過的留言內文', en: 'texts that were refused' },
  former: { 'zh-CN': '有旧文字的评论', 'zh-TW': '有舊文字的留言', en: 'comments with texts from before an edit' },
  audit: { 'zh-CN': '审计日志', 'zh-TW': '稽核記錄', en: 'lines of the audit log' },
};

/** `liangju retention` */
export const retention: Command = {
  name: 'retention',
  args: [],
  action: 'service.maintain',
  about: {
    'zh-CN': '删除保留期已满的数据，和服务每天自动做的一样；各类的天数见 KEEP_…_DAYS。',
    'zh-TW': '刪除保留期已滿的資料，和服務每天自動做的一樣；各類的天數見 KEEP_…_DAYS。',
    en: 'Deletes what has been kept long enough, as the server does once a day; the days of each kind are KEEP_…_DAYS.',
  },
  options: {
    'dry-run': {
      type: 'boolean',
      about: {
        'zh-CN': '只列出会删多少，什么都不删',
        'zh-TW': '只列出會刪多少，什麼都不刪',
        en: 'list how much would go, and delete nothing',
      },
    },
    json: { type: 'boolean', about: { 'zh-CN': '输出 JSON', 'zh-TW': '輸出 JSON', en: 'print JSON' } },
  },
  run: (cli, called) =>
    withStore(cli, called, async ({ store, settings, now, newId }) => {
      const days = retentionDays(settings);
      const isDry = called.own.has('dry-run');
      const counts = await (isDry ? countOld : deleteOld)({ store, now, newId, days });
      if (called.own.has('json')) cli.out(`${JSON.stringify({ dryRun: isDry, days, records: counts }, null, 2)}\n`);
      else
        cli.out(
          table(RETENTION_KINDS.map((kind) => [localize(cli.langs, KINDS[kind]), String(counts[kind]), daysText(cli.langs, days[kind])])),
        );
      return 0;
    }),
};

function daysText(langs: Parameters<typeof localize>[0], days: number): string {
  if (days === 0) return localize(langs, { 'zh-CN': '一直保留', 'zh-TW': '一直保留', en: 'kept for good' });
  return localize(langs, { 'zh-CN': `超过 ${days} 天`, 'zh-TW': `超過 ${days} 天`, en: `older than ${days} days` });
}
