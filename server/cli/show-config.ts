import { addressOf, readSettings, sourceIn } from '../config/load.ts';
import { metaOf, SETTING_NAMES, type SettingName } from '../config/schema.ts';
import { type LocalizedText, localize } from '../config/localized-text.ts';
import type { Command } from './command.ts';

const SOURCES: Readonly<Record<ReturnType<typeof sourceIn>, LocalizedText>> = {
  default: { 'zh-CN': '默认', 'zh-TW': '預設', en: 'default' },
  file: { 'zh-CN': '配置文件', 'zh-TW': '設定檔', en: 'file' },
  environment: { 'zh-CN': '环境变量', 'zh-TW': '環境變數', en: 'environment' },
  flag: { 'zh-CN': '命令行', 'zh-TW': '命令列', en: 'flag' },
  made: { 'zh-CN': '存在数据目录里', 'zh-TW': '存在資料目錄裡', en: 'kept in the data folder' },
};

/** What stands for a value that may not be shown. */
const MASK = '******';

/** The value as it may be shown: null when there is none. */
export function shownValue(name: SettingName, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const { secret } = metaOf(name);
  if (secret === 'whole') return MASK;
  const text = name === 'trustProxy' && value === false ? 'none' : typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
  return secret === 'userinfo'
    ? text
        .replace(/^([a-z+]+:\/\/)[^/]*@/i, `$1${MASK}@`)
        .replaceAll(/([?&][^=&]*(?:password|secret|token|key)[^=&]*=)[^&]*/gi, `$1${MASK}`)
    : text;
}

/** `liangju config` */
export const showConfig: Command = {
  name: 'config',
  args: [],
  action: null,
  about: {
    'zh-CN': '列出每项设置的值和来源，密钥不显示。',
    'zh-TW': '列出每項設定的值與來源，金鑰不顯示。',
    en: 'Prints each setting with its value and where it comes from; secrets are masked.',
  },
  options: { json: { type: 'boolean', about: { 'zh-CN': '输出 JSON', 'zh-TW': '輸出 JSON', en: 'print JSON' } } },
  isAboutSettings: true,
  run: async (cli, { own, flags, configFile }) => {
    const { settings, sources } = readSettings({ env: cli.env, flags, configFile });
    const values = { ...settings, secret: settings.secret ?? '', publicUrl: settings.publicUrl ?? addressOf(settings.host, settings.port) };
    const rows = SETTING_NAMES.map((name) => ({
      name: metaOf(name).env,
      value: shownValue(name, values[name]),
      source: sourceIn(sources, name),
    }));
    if (own.has('json')) {
      cli.out(`${JSON.stringify(rows, null, 2)}\n`);
      return 0;
    }
    for (const { name, value, source } of rows) cli.out(`${name}=${value ?? ''}  (${localize(cli.langs, SOURCES[source])})\n`);
    return 0;
  },
};
