import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { flagOf, metaOf, SETTING_NAMES } from '../server/config/schema.ts';
import { type Lang, PROBLEM_TEXT } from '../contract/problem.ts';
import { PROBLEM_STATUS } from '../server/domain/problem.ts';
import { permissionsPage } from './permissions-page.ts';
import { SITE_SETTINGS, type SettingRow } from '../server/domain/site-settings.ts';
import { settingTexts as englishTexts } from '../client-console/i18n/en/site-settings.ts';
import type { FieldTexts } from '../client-console/i18n/setting-texts.ts';
import { settingTexts as chineseTexts } from '../client-console/i18n/zh-CN/site-settings.ts';

interface Page {
  title: string;
  intro: string;
  columns: readonly [string, string, string, string, string];
  none: string;
}

const PAGES: { readonly [L in Exclude<Lang, 'zh-TW'>]: Page } = {
  'zh-CN': {
    title: '设置一览',
    intro: [
      '每项设置可以写在三个地方，后面的盖过前面的：',
      '',
      '1. 配置文件：数据目录里的 `liangju.env`，或用 `--config FILE` 指定，一行一个 `名称=值`；',
      '2. 环境变量：`PORT=8080`，也可以加前缀写成 `LIANGJU_PORT=8080`；',
      '3. 命令行：`liangju serve --port 8080`。密钥和密码不能写在命令行里。',
      '',
      '空值等于没填。写错的名称或值会让启动停下（退出码 78），并一次列出所有问题。`liangju config` 列出每项设置的值和来源，密钥不显示。',
    ].join('\n'),
    columns: ['名称', '命令行', '默认', '说明', '取值'],
    none: '无',
  },
  en: {
    title: 'Settings',
    intro: [
      'A setting can stand in three places; later ones win:',
      '',
      '1. the settings file: `liangju.env` in the data folder, or the one named by `--config FILE`, a `NAME=VALUE` a line;',
      '2. the environment: `PORT=8080`, or with a prefix `LIANGJU_PORT=8080`;',
      '3. the command line: `liangju serve --port 8080`. Secrets and passwords are not taken there.',
      '',
      'An empty value is none. A wrong name or value stops the start (exit code 78), with all mistakes reported at once. `liangju config` prints each setting with its value and where it comes from; secrets are masked.',
    ].join('\n'),
    columns: ['Name', 'Command line', 'Default', 'What it is for', 'Value'],
    none: 'none',
  },
};

/** The page of all settings, as Markdown. */
export function configurationPage(lang: Exclude<Lang, 'zh-TW'>): string {
  const { title, intro, columns, none } = PAGES[lang];
  const rows = SETTING_NAMES.map((name) => {
    const { env, about, form, default: preset } = metaOf(name);
    const flag = flagOf(name);
    const cells = [`\`${env}\``, flag === null ? '' : `\`--${flag}\``, preset === null ? none : `\`${preset}\``, about[lang], form[lang]];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return [`# ${title}`, '', intro, '', `| ${columns.join(' | ')} |`, '| --- | --- | --- | --- | --- |', ...rows, ''].join('\n');
}

/** The example of a settings file: everything in it is commented out. */
export function envExample(): string {
  const head = [
    '# 两句 Liangju：设置样例。复制为数据目录里的 liangju.env，去掉要改的那一行前面的 #。',
    '# Example settings. Copy to liangju.env in the data folder and take the # away where you change something.',
  ];
  const rows = SETTING_NAMES.flatMap((name) => {
    const { env, about, default: preset } = metaOf(name);
    return ['', `# ${about['zh-CN']}`, `# ${about.en}`, `#${env}=${preset ?? ''}`];
  });
  return [...head, ...rows, ''].join('\n');
}

/** The page of all problems, as Markdown. */
export function errorsPage(lang: Exclude<Lang, 'zh-TW'>): string {
  const head =
    lang === 'en'
      ? [
          '# Problems',
          '',
          'Errors are `application/problem+json` (RFC 9457). `code` is a stable word; `detail` is in the language of `Accept-Language`.',
          '',
          '| code | status | what people read |',
        ]
      : [
          '# 错误一览',
          '',
          '错误按 `application/problem+json`（RFC 9457）返回。`code` 是固定的词，`detail` 按 `Accept-Language` 给出。',
          '',
          '| code | 状态 | 提示 |',
        ];
  const rows = Object.entries(PROBLEM_TEXT).map(([code, text]) => {
    const status = Object.entries(PROBLEM_STATUS).find(([name]) => name === code)?.[1] ?? '';
    return `| \`${code}\` | ${status} | ${text[lang]} |`;
  });
  return [...head, '| --- | --- | --- |', ...rows, ''].join('\n');
}

const SITE_PAGE = {
  'zh-CN': {
    head: ['# 站点设置', '', '每个站点各有一份，在审核台的“站点”里改，或用 `PATCH /api/v1/sites/{id}`（时长以秒计）。'],
    columns: ['名称', '含义', '默认', '取值'],
    seconds: '秒',
    lines: (most: number): string => `最多 ${most} 行`,
    signs: (most: number): string => `最多 ${most} 字`,
  },
  en: {
    head: [
      '# Settings of a site',
      '',
      'Each site has its own: in the console under “Sites”, or by `PATCH /api/v1/sites/{id}` (lengths of time in seconds).',
    ],
    columns: ['Name', 'Meaning', 'Default', 'Value'],
    seconds: 's',
    lines: (most: number): string => `at most ${most} lines`,
    signs: (most: number): string => `at most ${most} signs`,
  },
} as const;

type SettingLine = readonly [name: string, meaning: string, byDefault: string, value: string];

/** The page of a site's settings, as Markdown. */
export function siteSettingsPage(lang: Exclude<Lang, 'zh-TW'>): string {
  const page = SITE_PAGE[lang];
  const allTexts: Readonly<Record<string, FieldTexts>> = lang === 'en' ? englishTexts : chineseTexts;
  const cellsOf = (row: SettingRow): readonly [string, string] => {
    switch (row.kind) {
      case 'integer':
        return [`\`${row.default}\``, `${row.min}–${row.max}`];
      case 'duration':
        return [`\`${row.default / 1000}\``, `${row.min / 1000}–${row.max / 1000} ${page.seconds}`];
      case 'boolean':
        return [`\`${row.default}\``, '`true`, `false`'];
      case 'choice':
        return [`\`${row.default}\``, row.choices.map((choice) => `\`${choice}\``).join(', ')];
      case 'text':
        return [row.default, page.signs(row.maxLength)];
      case 'lines':
        return [row.default.map((one) => `\`${one}\``).join(' '), page.lines(row.most)];
      case 'secrets':
        return ['', page.lines(row.most)];
      default:
        return ['', ''];
    }
  };
  const linesOf = (rows: Readonly<Record<string, SettingRow>>, texts: Readonly<Record<string, FieldTexts>>, above: string): SettingLine[] =>
    Object.entries(rows).flatMap(([name, row]): SettingLine[] => {
      const about = texts[name];
      // What has a screen of its own has a page of its own.
      if (about === undefined) return [];
      if (row.kind === 'part') return linesOf(row.fields, about.fields ?? {}, `${above}${name}.`);
      const meaning = lang === 'en' ? row.description : [about.label, about.hint].filter(Boolean).join('：');
      return [[`\`${above}${name}\``, meaning, ...cellsOf(row)]];
    });
  const lines = linesOf(SITE_SETTINGS, allTexts, '').map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  return [...page.head, '', `| ${page.columns.join(' | ')} |`, '| --- | --- | --- | --- |', ...lines, ''].join('\n');
}

/** Every generated page by its path in the project. */
export function generatedPages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/configuration.md', configurationPage('en')],
    ['docs/zh/configuration.md', configurationPage('zh-CN')],
    ['docs/site-settings.md', siteSettingsPage('en')],
    ['docs/zh/site-settings.md', siteSettingsPage('zh-CN')],
    ['docs/errors.md', errorsPage('en')],
    ['docs/zh/errors.md', errorsPage('zh-CN')],
    ['docs/permissions.md', permissionsPage('en')],
    ['docs/zh/permissions.md', permissionsPage('zh-CN')],
    ['.env.example', envExample()],
  ]);
}

if (import.meta.main) {
  for (const [path, text] of generatedPages()) {
    const file = join(import.meta.dirname, '..', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
