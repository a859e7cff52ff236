import { flagOf, metaOf, SETTING_NAMES, type SettingName } from '../config/schema.ts';
import { localize } from '../config/localized-text.ts';
import type { Lang } from '../../contract/problem.ts';
import type { Command, Option } from './command.ts';

const INDENT = '  ';

function usage(command: Command): string {
  const required = Object.entries(command.options).filter(([, { isRequired }]) => isRequired);
  return [
    'liangju',
    command.name,
    ...command.args,
    ...(command.more === undefined ? [] : [`${command.more}…`]),
    ...required.map(([name, option]) => flag(name, option)),
  ].join(' ');
}

function flag(name: string, option: Option): string {
  return option.type === 'boolean' ? `--${name}` : `--${name} ${option.value ?? 'VALUE'}`;
}

/** All commands, one a line. */
export function overview(commands: readonly Command[], langs: readonly Lang[]): string {
  const lines = commands.map((command) => `${INDENT}${usage(command)}\n${INDENT}${INDENT}${localize(langs, command.about)}`);
  const more = localize(langs, {
    'zh-CN': '加 --help 看某个命令的选项。',
    'zh-TW': '加 --help 看某個命令的選項。',
    en: 'Add --help to a command for its options.',
  });
  return `liangju\n\n${lines.join('\n')}\n\n${more}\n`;
}

/** One command with its options; the settings too where the command is about them. */
export function helpOf(command: Command, langs: readonly Lang[]): string {
  const own = Object.entries(command.options).map(([name, option]) => row(flag(name, option), localize(langs, option.about)));
  const file = row(
    '--config FILE',
    localize(langs, {
      'zh-CN': '配置文件，不用数据目录里的 liangju.env',
      'zh-TW': '設定檔，不用資料目錄裡的 liangju.env',
      en: 'settings file instead of liangju.env in the data folder',
    }),
  );
  const about = `${usage(command)}\n${INDENT}${localize(langs, command.about)}\n\n${[...own, file].join('\n')}\n`;
  if (!command.isAboutSettings) {
    const more = localize(langs, {
      'zh-CN': '设置也可以写成选项，见 liangju serve --help。',
      'zh-TW': '設定也可以寫成選項，見 liangju serve --help。',
      en: 'Settings can be options too: see liangju serve --help.',
    });
    return `${about}\n${more}\n`;
  }
  const settings = SETTING_NAMES.map((name) => row(settingLine(name, langs), localize(langs, metaOf(name).about)));
  return `${about}\n${localize(langs, { 'zh-CN': '设置：', 'zh-TW': '設定：', en: 'Settings:' })}\n${settings.join('\n')}\n`;
}

/** How a setting is given, by the command line and by the environment, and what holds without it. */
function settingLine(name: SettingName, langs: readonly Lang[]): string {
  const { env, default: preset } = metaOf(name);
  const option = flagOf(name);
  const otherwise = localize(langs, {
    'zh-CN': preset === null || preset === '' ? '默认不设' : `默认 ${preset}`,
    'zh-TW': preset === null || preset === '' ? '預設不設' : `預設 ${preset}`,
    en: preset === null || preset === '' ? 'no default' : `default ${preset}`,
  });
  const variable = localize(langs, { 'zh-CN': `环境变量 ${env}`, 'zh-TW': `環境變數 ${env}`, en: `variable ${env}` });
  return option === null ? `${variable}; ${otherwise}` : `--${option} VALUE; ${variable}; ${otherwise}`;
}

function row(left: string, right: string): string {
  return `${INDENT}${left}\n${INDENT}${INDENT}${INDENT}${right}`;
}
