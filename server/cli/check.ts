import { hintsFor } from '../config/hints.ts';
import { readSettings } from '../config/load.ts';
import { keptSecret } from '../config/secret-file.ts';
import { type LocalizedText, localize } from '../config/localized-text.ts';
import { errorText } from '../ops/error-code.ts';
import { walkAuditChain } from './audit-chain.ts';
import { regionFindings } from './check-regions.ts';
import { examineStore, type Finding, parkedDeliveries, parkedFinding, secretFinding } from './check-store.ts';
import { type Cli, type Command, Failed } from './command.ts';
import { type Opened, withStore } from './store.ts';

/** `liangju check` */
export const check: Command = {
  name: 'check',
  args: [],
  action: 'service.maintain',
  about: {
    'zh-CN': '检查设置和数据：数据库是否完好、计数是否正确、有没有无主的数据。',
    'zh-TW': '檢查設定和資料：資料庫是否完好、計數是否正確、有沒有無主的資料。',
    en: 'Checks the settings and the store: whether it is whole, its counts are right, and nothing in it is orphaned.',
  },
  options: {
    repair: {
      type: 'boolean',
      about: {
        'zh-CN': '修复计数、无主的数据和缺少的索引，重试搁置的事件，并认可现在的密钥；先备份再用',
        'zh-TW': '修復計數、無主的資料和缺少的索引，重試擱置的事件，並認可現在的金鑰；先備份再用',
        en: 'mend counts, orphans and missing indexes, try parked events again, and accept the secret as it is now; make a backup first',
      },
    },
    json: { type: 'boolean', about: { 'zh-CN': '输出 JSON', 'zh-TW': '輸出 JSON', en: 'print JSON' } },
  },
  isAboutSettings: true,
  run: async (cli, called) => {
    const { settings } = readSettings({ env: cli.env, flags: called.flags, configFile: called.configFile });
    const findings: Finding[] = [
      { name: 'settings', ok: true, about: { 'zh-CN': '设置没有问题', 'zh-TW': '設定沒有問題', en: 'the settings are right' } },
    ];
    findings.push(...(await regionFindings(settings.regionDatabase)));
    const repair = called.own.has('repair');
    try {
      await withStore(cli, called, (opened) => look(opened, repair, findings), { logLevel: 'warn' });
    } catch (error) {
      findings.push({ name: 'store', ok: false, about: whatFailed(error) });
    }
    print(cli, called.own.has('json'), findings);
    for (const hint of hintsFor(settings)) cli.err(`! ${localize(cli.langs, hint)}\n`);
    return findings.every(({ ok }) => ok) ? 0 : 1;
  },
};

/** Adds what is found, so that what was found before something fails is shown too. */
async function look({ store, settings, now }: Opened, repair: boolean, findings: Finding[]): Promise<void> {
  const schema: LocalizedText = { 'zh-CN': '数据表结构是最新的', 'zh-TW': '資料表結構是最新的', en: 'the schema is up to date' };
  findings.push({ name: 'schema', ok: true, about: schema });
  await store.health();
  findings.push({ name: 'store', ok: true, about: { 'zh-CN': '数据库有应答', 'zh-TW': '資料庫有回應', en: 'the store answers' } });
  findings.push(...(await examineStore(store, repair)));
  findings.push(await parkedFinding(store, now(), repair));
  findings.push(await parkedDeliveries(store, now(), repair));
  const [staff, sites] = [(await store.accounts.listStaff()).length, (await store.sites.list()).length];
  findings.push({
    name: 'content',
    ok: true,
    about: {
      'zh-CN': `${sites} 个站点，${staff} 位工作人员`,
      'zh-TW': `${sites} 個站點，${staff} 位工作人員`,
      en: `sites: ${sites}, staff: ${staff}`,
    },
  });
  findings.push(await secretFinding(store, settings.secret ?? (await keptSecret(settings.dataDir)), repair));
  findings.push(await auditFinding(store));
}

function print(cli: Cli, asJson: boolean, findings: readonly Finding[]): void {
  if (asJson) {
    const rows = findings.map(({ name, ok, about }) => ({ name, ok, detail: about.en }));
    cli.out(`${JSON.stringify(rows, null, 2)}\n`);
  } else for (const { ok, about } of findings) cli.out(`${ok ? '✓' : '✗'} ${localize(cli.langs, about)}\n`);
}

async function auditFinding(store: Opened['store']): Promise<Finding> {
  const { entries, brokenAt } = await walkAuditChain(store);
  if (brokenAt === null) {
    const about = {
      'zh-CN': `审计日志完整，共 ${entries} 条`,
      'zh-TW': `稽核記錄完整，共 ${entries} 筆`,
      en: `the audit log is whole, entries: ${entries}`,
    };
    return { name: 'audit', ok: true, about };
  }
  return {
    name: 'audit',
    ok: false,
    about: {
      'zh-CN': `审计日志在第 ${brokenAt} 条断开：有条目被改过或删掉`,
      'zh-TW': `稽核記錄在第 ${brokenAt} 筆斷開：有內容被改過或刪除`,
      en: `the audit log is broken at entry ${brokenAt}: something was changed or taken out`,
    },
  };
}

function whatFailed(error: unknown): LocalizedText {
  if (error instanceof Failed) return error.text;
  const why = errorText(error);
  return { 'zh-CN': `数据库没有应答：${why}`, 'zh-TW': `資料庫沒有回應：${why}`, en: `the store does not answer: ${why}` };
}
