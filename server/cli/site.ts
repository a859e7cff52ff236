import { addressOf } from '../config/load.ts';
import { type LocalizedText, localize } from '../config/localized-text.ts';
import { type OriginFault, originFaultText, readOrigin } from '../../contract/origin.ts';
import type { Lang } from '../../contract/problem.ts';
import { MakeSite } from '../../contract/site.ts';
import { PRESET_IDS } from '../domain/enumerations.ts';
import { presetFor } from '../domain/presets.ts';
import { retentionDays } from '../maintenance/retention.ts';
import { presentSite } from '../presenters/present-site.ts';
import { changeSite } from '../sites/change-site.ts';
import { makeSite } from '../sites/make-site.ts';
import type { Site } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { type Called, type Command, Failed, type Option, WrongUse } from './command.ts';
import { OPERATOR, type Opened, withStore } from './store.ts';
import { table } from './table.ts';

const JSON_OPTION: Option = { type: 'boolean', about: { 'zh-CN': '输出 JSON', 'zh-TW': '輸出 JSON', en: 'print JSON' } };

/** The site of a command. @throws Failed when there is none of this id. */
export async function wantSite(store: Pick<Store, 'sites'>, id: string): Promise<Site> {
  const site = await store.sites.get(id);
  if (site !== null) return site;
  throw new Failed({ 'zh-CN': `没有站点 ${id}。`, 'zh-TW': `沒有站點 ${id}。`, en: `There is no site ${id}.` });
}

/** `liangju site add ID` */
export const siteAdd: Command = {
  name: 'site add',
  args: ['ID'],
  action: 'site.create',
  about: { 'zh-CN': '新建一个站点。', 'zh-TW': '建立一個站點。', en: 'Makes a site.' },
  options: {
    name: { type: 'string', value: 'NAME', isRequired: true, about: { 'zh-CN': '站点名称', 'zh-TW': '站點名稱', en: 'its name' } },
    origin: {
      type: 'string',
      value: 'ORIGIN',
      isRequired: true,
      isMany: true,
      about: {
        'zh-CN': '可以嵌入评论的网站，如 https://news.example.com，或用 https://*.example.com 代表所有子域名；可以写多次',
        'zh-TW': '可以嵌入留言的網站，如 https://news.example.com，或用 https://*.example.com 代表所有子網域；可以寫多次',
        en: 'website that may embed it, such as https://news.example.com, or https://*.example.com for all its subdomains; can be given several times',
      },
    },
    type: {
      type: 'string',
      value: 'news|blog|forum',
      about: {
        'zh-CN': '类型，默认 blog；news 先审后发',
        'zh-TW': '類型，預設 blog；news 先審後發',
        en: 'its type, blog by default; news is reviewed before it is published',
      },
    },
    mode: {
      type: 'string',
      value: 'pre|graded|post',
      about: {
        'zh-CN': '先审后发、按信任分级、先发后审；默认由类型决定',
        'zh-TW': '先審後發、按信任分級、先發後審；預設由類型決定',
        en: 'reviewed before, graded by trust, reviewed after; by default the type decides',
      },
    },
    json: JSON_OPTION,
  },
  run: async (cli, called) => {
    const input = siteInput(called);
    const add = async ({ settings, ...deps }: Opened): Promise<number> => {
      const site = await makeSite(deps, OPERATOR, input);
      if (called.own.has('json')) {
        cli.out(`${JSON.stringify(presentSite(site), null, 2)}\n`);
        return 0;
      }
      const url = settings.publicUrl ?? addressOf(settings.host, settings.port);
      const made = localize(cli.langs, {
        'zh-CN': `站点 ${site.id} 已建好。把下面两行放进网页里：`,
        'zh-TW': `站點 ${site.id} 已建好。把下面兩行放進網頁裡：`,
        en: `The site ${site.id} is made. Put these two lines into the pages:`,
      });
      cli.out(`${made}\n<div id="liangju"></div>\n<script async src="${url}/embed.js" data-site="${site.id}"></script>\n`);
      return 0;
    };
    return withStore(cli, called, add, { mayMake: true });
  },
};

function siteInput({ args, own }: Called): MakeSite {
  for (const text of own.get('origin') ?? []) {
    const read = readOrigin(text);
    if ('fault' in read) throw new WrongUse(originFaultMessage(read.fault, text));
  }
  const one = (name: string): string | undefined => own.get(name)?.[0];
  const parsed = MakeSite.safeParse({
    id: args[0],
    name: one('name'),
    origins: own.get('origin'),
    type: one('type'),
    mode: one('mode'),
  });
  if (parsed.success) return parsed.data;
  const names: Readonly<Record<string, string>> = { id: 'ID', origins: '--origin' };
  const field = String(parsed.error.issues[0]?.path[0] ?? '');
  const name = names[field] ?? `--${field}`;
  throw new WrongUse({ 'zh-CN': `${name} 的值不对。`, 'zh-TW': `${name} 的值不正確。`, en: `The value of ${name} is not right.` });
}

function originFaultMessage(fault: OriginFault, text: string): LocalizedText {
  const sentence = (lang: Lang): string => `--origin: ${originFaultText(fault, text, lang)}`;
  return { 'zh-CN': sentence('zh-CN'), 'zh-TW': sentence('zh-TW'), en: sentence('en') };
}

/** `liangju site list` */
export const siteList: Command = {
  name: 'site list',
  args: [],
  action: 'site.read',
  about: { 'zh-CN': '列出所有站点。', 'zh-TW': '列出所有站點。', en: 'Lists the sites.' },
  options: { json: JSON_OPTION },
  run: (cli, called) =>
    withStore(cli, called, async ({ store }) => {
      const sites = await store.sites.list();
      if (called.own.has('json')) cli.out(`${JSON.stringify(sites.map(presentSite), null, 2)}\n`);
      else cli.out(table(sites.map(({ id, name, type, mode, origins }) => [id, name, type, mode, origins.join(' ')])));
      return 0;
    }),
};

/** `liangju site preset ID NAME` */
export const sitePreset: Command = {
  name: 'site preset',
  args: ['ID', 'NAME'],
  action: 'site.change',
  about: {
    'zh-CN': `按一套法规预设改站点：${PRESET_IDS.join('、')}。先列出每项改前改后。`,
    'zh-TW': `按一套法規預設更改站點：${PRESET_IDS.join('、')}。先列出每項改前改後。`,
    en: `Sets what a preset by law sets: ${PRESET_IDS.join(', ')}. Lists what is before and after.`,
  },
  options: {
    'dry-run': { type: 'boolean', about: { 'zh-CN': '只列出，不改', 'zh-TW': '只列出，不更改', en: 'list it, and change nothing' } },
    json: JSON_OPTION,
  },
  run: (cli, called) =>
    withStore(cli, called, async ({ store, settings, now, newId }) => {
      const [siteId = '', name = ''] = called.args;
      const id = PRESET_IDS.find((one) => one === name);
      if (id === undefined)
        throw new WrongUse({ 'zh-CN': `没有预设 ${name}。`, 'zh-TW': `沒有預設 ${name}。`, en: `There is no preset ${name}.` });
      const site = await wantSite(store, siteId);
      const preset = presetFor(id, site, retentionDays(settings));
      const isDry = called.own.has('dry-run');
      if (!isDry && preset.changes.length > 0) {
        const change = Object.fromEntries(preset.changes.map(({ setting, after }) => [setting, after]));
        await changeSite({ store, now, newId }, OPERATOR, site, change);
      }
      if (called.own.has('json')) cli.out(`${JSON.stringify({ dryRun: isDry, ...preset }, null, 2)}\n`);
      else cli.out(presetText(cli.langs, preset));
      return 0;
    }),
};

function presetText(langs: Parameters<typeof localize>[0], { changes, demands }: ReturnType<typeof presetFor>): string {
  const yes = localize(langs, { 'zh-CN': '符合', 'zh-TW': '符合', en: 'holds' });
  const no = localize(langs, { 'zh-CN': '不符合', 'zh-TW': '不符合', en: 'does not hold' });
  const wanted = ({ least, most, days }: (typeof demands)[number]): string =>
    days === null ? '' : `${days} (${least === null ? `≤ ${most}` : `≥ ${least}`})`;
  const same = localize(langs, { 'zh-CN': '没有要改的设置。', 'zh-TW': '沒有要更改的設定。', en: 'No setting has to change.' });
  const changed = table(changes.map(({ setting, before, after }) => [setting, `${before}`, '→', `${after}`]));
  return (changes.length === 0 ? `${same}\n` : changed) + table(demands.map((one) => [one.about, wanted(one), one.holds ? yes : no]));
}
