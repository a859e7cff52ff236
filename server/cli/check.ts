import { hintsFor } from '../config/hints.ts';
import { readSettings } from '../config/load.ts';
import { type Said, say } from '../config/say.ts';
import { errorText } from '../ops/error-code.ts';
import type { Store } from '../store/port.ts';
import { walkAuditChain } from './audit-chain.ts';
import { type Command, Failed } from './command.ts';
import { withStore } from './store.ts';

interface Finding {
  name: string;
  ok: boolean;
  about: Said;
}

/** `liangju check` */
export const check: Command = {
  name: 'check',
  args: [],
  about: {
    'zh-CN': '检查设置、数据库和数据表结构是否就绪。',
    'zh-TW': '檢查設定、資料庫與資料表結構是否就緒。',
    en: 'Checks the settings, the store and its schema.',
  },
  options: { json: { type: 'boolean', about: { 'zh-CN': '输出 JSON', 'zh-TW': '輸出 JSON', en: 'print JSON' } } },
  isAboutSettings: true,
  run: async (cli, called) => {
    const { settings } = readSettings({ env: cli.env, flags: called.flags, configFile: called.configFile });
    const findings: Finding[] = [
      { name: 'settings', ok: true, about: { 'zh-CN': '设置没有问题', 'zh-TW': '設定沒有問題', en: 'the settings are right' } },
    ];
    try {
      await withStore(
        cli,
        called,
        async ({ store }) => {
          findings.push({
            name: 'schema',
            ok: true,
            about: { 'zh-CN': '数据表结构是最新的', 'zh-TW': '資料表結構是最新的', en: 'the schema is up to date' },
          });
          await store.health();
          findings.push({ name: 'store', ok: true, about: { 'zh-CN': '数据库有应答', 'zh-TW': '資料庫有回應', en: 'the store answers' } });
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
          findings.push(await auditFinding(store));
        },
        { logLevel: 'warn' },
      );
    } catch (error) {
      findings.push({ name: 'store', ok: false, about: whatFailed(error) });
    }
    const hints = hintsFor(settings);
    if (called.own.has('json'))
      cli.out(
        `${JSON.stringify(
          findings.map(({ name, ok, about }) => ({ name, ok, detail: about.en })),
          null,
          2,
        )}\n`,
      );
    else for (const { ok, about } of findings) cli.out(`${ok ? '✓' : '✗'} ${say(cli.langs, about)}\n`);
    for (const hint of hints) cli.err(`! ${say(cli.langs, hint)}\n`);
    return findings.every(({ ok }) => ok) ? 0 : 1;
  },
};

async function auditFinding(store: Pick<Store, 'audit'>): Promise<Finding> {
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

function whatFailed(error: unknown): Said {
  if (error instanceof Failed) return error.said;
  const why = errorText(error);
  return { 'zh-CN': `数据库没有应答：${why}`, 'zh-TW': `資料庫沒有回應：${why}`, en: `the store does not answer: ${why}` };
}
