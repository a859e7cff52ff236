import type { LocalizedText } from '../config/localized-text.ts';
import type { Ms } from '../domain/types.ts';
import { escapeControls } from '../ops/redact.ts';
import type { Store } from '../store/port.ts';
import { compareSecret, noteSecret, SECRET_CHECK } from '../maintenance/secret-check.ts';

/** One thing that was looked at. */
export interface Finding {
  name: string;
  ok: boolean;
  about: LocalizedText;
}

const REPAIRED: LocalizedText = { 'zh-CN': '，已修复', 'zh-TW': '，已修復', en: ', mended' };
const REPAIR: LocalizedText = {
  'zh-CN': '，用 liangju check --repair 修复',
  'zh-TW': '，用 liangju check --repair 修復',
  en: '; liangju check --repair mends it',
};

/** A finding of something that a repair mends. */
function mendable(name: string, isWrong: boolean, repair: boolean, texts: { right: LocalizedText; wrong: LocalizedText }): Finding {
  if (!isWrong) return { name, ok: true, about: texts.right };
  const end = repair ? REPAIRED : REPAIR;
  const { wrong } = texts;
  return {
    name,
    ok: repair,
    about: { 'zh-CN': wrong['zh-CN'] + end['zh-CN'], 'zh-TW': wrong['zh-TW'] + end['zh-TW'], en: wrong.en + end.en },
  };
}

/** Looks at what is stored and, with `repair`, mends what can be mended. */
export async function examineStore(store: Pick<Store, 'maintenance'>, repair: boolean): Promise<Finding[]> {
  const { damage, missing, wrongCounts, orphans } = await store.maintenance.examine({ repair });
  if (damage.length > 0) {
    const why = damage.slice(0, 3).join('; ');
    const about = {
      'zh-CN': `数据库已损坏，请从备份恢复：${why}`,
      'zh-TW': `資料庫已損壞，請從備份恢復：${why}`,
      en: `the store is damaged, go back to a copy: ${why}`,
    };
    return [{ name: 'integrity', ok: false, about }];
  }
  return [
    { name: 'integrity', ok: true, about: { 'zh-CN': '数据库完好', 'zh-TW': '資料庫完好', en: 'the store is whole' } },
    mendable('indexes', missing.length > 0, repair, {
      right: { 'zh-CN': '索引齐全', 'zh-TW': '索引齊全', en: 'no index is missing' },
      wrong: {
        'zh-CN': `缺少：${missing.join('、')}`,
        'zh-TW': `缺少：${missing.join('、')}`,
        en: `missing: ${missing.join(', ')}`,
      },
    }),
    mendable('counts', wrongCounts > 0, repair, {
      right: { 'zh-CN': '计数都对', 'zh-TW': '計數都對', en: 'the counts are right' },
      wrong: { 'zh-CN': `${wrongCounts} 个计数不对`, 'zh-TW': `${wrongCounts} 個計數不對`, en: `wrong counts: ${wrongCounts}` },
    }),
    mendable('orphans', orphans > 0, repair, {
      right: { 'zh-CN': '没有无主的数据', 'zh-TW': '沒有無主的資料', en: 'nothing is orphaned' },
      wrong: { 'zh-CN': `${orphans} 条无主的数据`, 'zh-TW': `${orphans} 筆無主的資料`, en: `orphans: ${orphans}` },
    }),
  ];
}

/** So many subscriptions are named. */
const MOST_NAMED = 3;

/** Are there events that a subscription could not handle? A repair has them tried again by the running server. */
export async function parkedFinding(store: Pick<Store, 'subscriptions'>, now: Ms, repair: boolean): Promise<Finding> {
  const { events, total } = await store.subscriptions.parked(100);
  if (repair && total > 0) await store.subscriptions.retryParked(now);
  const latest = new Map(events.toReversed().map(({ subscription, error }) => [subscription, error]));
  const why = [...latest].slice(0, MOST_NAMED).map(([subscription, error]) => `${subscription}: ${error}`);
  const named = escapeControls(why.join('; '));
  return mendable('events', total > 0, repair, {
    right: { 'zh-CN': '没有搁置的事件', 'zh-TW': '沒有擱置的事件', en: 'no event is parked' },
    wrong: {
      'zh-CN': `${total} 个事件多次处理失败，已搁置（${named}）`,
      'zh-TW': `${total} 個事件多次處理失敗，已擱置（${named}）`,
      en: `events parked after they failed many times: ${total} (${named})`,
    },
  });
}

/** Are there deliveries to webhooks that are not tried any more? A repair has them sent again by the running server. */
export async function parkedDeliveries({ webhooks }: Pick<Store, 'webhooks'>, now: Ms, repair: boolean): Promise<Finding> {
  const { parked } = await webhooks.counts();
  if (repair && parked > 0) {
    for (const { id: webhookId, siteId } of await webhooks.list(null)) await webhooks.resend({ siteId, webhookId }, now);
  }
  return mendable('webhooks', parked > 0, repair, {
    right: { 'zh-CN': '没有搁置的 Webhook 投递', 'zh-TW': '沒有擱置的 Webhook 投遞', en: 'no delivery to a webhook is parked' },
    wrong: {
      'zh-CN': `${parked} 条 Webhook 投递多次失败，已搁置`,
      'zh-TW': `${parked} 則 Webhook 投遞多次失敗，已擱置`,
      en: `deliveries to webhooks parked after they failed many times: ${parked}`,
    },
  });
}

/** Is the secret the one that the store was filled with? A repair accepts the one that is there. */
export async function secretFinding(store: Pick<Store, 'maintenance'>, secret: string | null, repair: boolean): Promise<Finding> {
  const found =
    secret === null ? ((await store.maintenance.fact(SECRET_CHECK)) === null ? 'unknown' : 'absent') : await compareSecret(store, secret);
  if (repair && secret !== null && found !== 'same') await noteSecret(store, secret);
  if (found === 'absent') {
    const about = {
      'zh-CN': '找不到密钥：SECRET 没有设置，数据目录里也没有 secret 文件；请把原来的放回去',
      'zh-TW': '找不到金鑰：SECRET 沒有設定，資料目錄裡也沒有 secret 檔案；請把原來的放回去',
      en: 'the secret is missing: neither SECRET nor the file secret in the data folder; put the old one back',
    };
    return { name: 'secret', ok: false, about };
  }
  return mendable('secret', found === 'other', repair, {
    right: { 'zh-CN': '密钥与数据相符', 'zh-TW': '金鑰與資料相符', en: 'the secret is that of the store' },
    wrong: {
      'zh-CN': '密钥不是这份数据原来的密钥',
      'zh-TW': '金鑰不是這份資料原來的金鑰',
      en: 'the secret is not the one that the store was filled with',
    },
  });
}
