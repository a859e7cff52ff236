import type { RouteRow, StaffRow } from '../contract/route-row.ts';
import { routes } from '../contract/routes.ts';
import { STAFF_ROLES, type StaffRole } from '../server/domain/accounts.ts';
import { PERMISSIONS, STAFF_ACTIONS, type StaffAction } from '../server/domain/permissions.ts';

type PageLang = 'zh-CN' | 'en';
type Text = Readonly<Record<PageLang, string>>;

/** What each action is, for people. */
const ABOUT: Readonly<Record<StaffAction, Text>> = {
  'moderation.read': {
    'zh-CN': '看待审、评论、禁言名单和统计，试一段文字',
    en: 'see the queue, comments, bans and counts, and try a text',
  },
  'moderation.decide': { 'zh-CN': '领取和处理待审，以工作人员身份发言', en: 'claim and decide cases, comment as staff' },
  'escalated.decide': { 'zh-CN': '处理上报的待审', en: 'end a case that was passed on' },
  'appeal.decide': { 'zh-CN': '处理申诉', en: 'end an appeal' },
  'comment.purge': { 'zh-CN': '彻底清除一条评论', en: 'erase a comment for good' },
  'reader.export': { 'zh-CN': '导出一位读者的全部资料', en: 'have all that is held of a reader given out' },
  'evidence.export': {
    'zh-CN': '导出一个页面、一条评论或一位读者的证据（带签名）',
    en: 'have evidence of what a thread, a comment or a reader did given out, signed',
  },
  'reader.erase': { 'zh-CN': '删除一位读者的资料', en: 'erase what is held of a reader' },
  'ban.change': { 'zh-CN': '禁言和解除禁言', en: 'ban, and lift bans' },
  'thread.pace': { 'zh-CN': '关闭、重开评论串，设慢速', en: 'close, reopen and slow a thread' },
  'thread.change': { 'zh-CN': '改评论串的审核方式、地址和标题', en: 'set a thread’s mode, address and title' },
  'audit.read': { 'zh-CN': '看审计日志', en: 'read the audit log' },
  'site.read': { 'zh-CN': '看站点的设置、任务和学习情况', en: 'see a site’s settings, jobs and learners' },
  'site.create': { 'zh-CN': '新建站点', en: 'make a site' },
  'site.change': { 'zh-CN': '改站点的设置和外部审核', en: 'change a site’s settings and reviewers' },
  'sign-in.address': {
    'zh-CN': '给读者登录方式填平台公开地址以外的地址',
    en: 'give ways to sign in other addresses than a provider’s public ones',
  },
  'webhook.manage': { 'zh-CN': '管理 Webhook，看发出了什么', en: 'keep webhooks, and see what was sent' },
  'words.read': { 'zh-CN': '看词表，试词表', en: 'see the word list, and try one' },
  'words.change': { 'zh-CN': '改词表，用它重查已发布的评论', en: 'save the word list, and look again at what is published' },
  'transfer.import': { 'zh-CN': '导入评论（命令行）', en: 'import comments (command line)' },
  'transfer.export': { 'zh-CN': '导出评论（命令行）', en: 'export comments (command line)' },
  'service.maintain': { 'zh-CN': '备份、检查和修复（命令行）', en: 'back up, check and repair (command line)' },
  'staff.manage': { 'zh-CN': '管理别人的账号和权限', en: 'keep other people’s accounts and grants' },
  'session.own': { 'zh-CN': '看自己是谁，退出登录', en: 'see who one is, sign out' },
  'account.own': { 'zh-CN': '管理自己的密码、登录和两步验证', en: 'manage one’s own password, sessions and second factor' },
  'token.manage': { 'zh-CN': '管理自己的 API 令牌', en: 'keep one’s own API tokens' },
};

interface Page {
  title: string;
  intro: string;
  roles: Readonly<Record<StaffRole, string>>;
  what: string;
  scope: string;
  anyScope: string;
  noScope: string;
  service: string;
  callsTitle: string;
  callsIntro: string;
  call: string;
  action: string;
  withField: (field: string, action: string) => string;
}

const PAGES: Readonly<Record<PageLang, Page>> = {
  'zh-CN': {
    title: '谁能做什么',
    intro: [
      '每位工作人员有若干项**授权**：一个角色，加上它管的站点（某个站点，或用 `*` 表示全部站点）。同一个人可以在不同站点有不同的角色，几项授权的权限相加。',
      '',
      '- 命令行：`liangju staff add EMAIL --role ROLE [--site ID]…`，`liangju staff grant EMAIL --role ROLE|none [--site ID]…`，`liangju staff disable|enable EMAIL`；',
      '- 接口：`GET /api/v1/staff/accounts`，`PATCH /api/v1/staff/accounts/{id}`（`{grants: [{role, site}]}`，整组替换）。下一次请求起就按新的授权算。自己的授权要请别人改。',
      '',
      'API 令牌只能做它的范围里的事，而且不会超过主人的权限。不归自己管的站点，里面的东西一律按不存在（404）回答；自己的站点上不能做的事回答 403。',
      '',
      '标 † 的不属于某个站点，要有全部站点（`*`）的授权。',
    ].join('\n'),
    roles: {
      administrator: '管理员 `administrator`',
      senior: '高级审核员 `senior`',
      moderator: '审核员 `moderator`',
      observer: '只读 `observer`',
    },
    what: '做什么',
    scope: '令牌范围',
    anyScope: '任意',
    noScope: '不能用令牌',
    service: '†',
    callsTitle: '接口各需要什么权限',
    callsIntro: '会话和令牌用同一张表。',
    call: '接口',
    action: '权限',
    withField: (field, action) => `；改 \`${field}\` 还要 \`${action}\``,
  },
  en: {
    title: 'Who may do what',
    intro: [
      'A member of staff has **grants**: a role, and where it holds (a site, or `*` for all). The same person can be something else on each site; grants add up.',
      '',
      '- on the command line: `liangju staff add EMAIL --role ROLE [--site ID]…`, `liangju staff grant EMAIL --role ROLE|none [--site ID]…`, `liangju staff disable|enable EMAIL`;',
      '- over HTTP: `GET /api/v1/staff/accounts`, `PATCH /api/v1/staff/accounts/{id}` (`{grants: [{role, site}]}` in place of all before). They are in force with the next request. One’s own grants are somebody else’s to change.',
      '',
      'An API token may do what its scopes name, and never more than its owner. What belongs to a site where one has no grant is answered as what does not exist (404); what one may not do on one’s own site is 403.',
      '',
      'What is marked † belongs to no site and takes a grant for all (`*`).',
    ].join('\n'),
    roles: { administrator: '`administrator`', senior: '`senior`', moderator: '`moderator`', observer: '`observer` (read-only)' },
    what: 'What',
    scope: 'Scope of a token',
    anyScope: 'any',
    noScope: 'no token',
    service: '†',
    callsTitle: 'What each call takes',
    callsIntro: 'Sessions and tokens are measured by the same table.',
    call: 'Call',
    action: 'Permission',
    withField: (field, action) => `; to set \`${field}\` \`${action}\` too`,
  },
};

const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The page of who may do what, as Markdown: made from the table that is asked and from the rows of the contract. */
export function permissionsPage(lang: PageLang): string {
  const page = PAGES[lang];
  const actions = STAFF_ACTIONS.map((action) => {
    const { roles, scope, reach }: { roles: readonly StaffRole[]; scope: string | null; reach: string } = PERMISSIONS[action];
    const mark = reach === 'service' ? ` ${page.service}` : '';
    return tableRow([
      `\`${action}\`${mark}`,
      ABOUT[action][lang],
      ...STAFF_ROLES.map((role) => (roles.includes(role) ? '✓' : '')),
      scope === null ? page.anyScope : scope === 'none' ? page.noScope : `\`${scope}\``,
    ]);
  });
  const rows: RouteRow[] = Object.values(routes);
  const calls = rows
    .filter((row): row is StaffRow => row.who === 'staff')
    .map(({ method, path, action, fields }) => {
      const more = Object.entries(fields ?? {}).map(([field, other]) => page.withField(field, other));
      return tableRow([`\`${method.toUpperCase()} ${path}\``, `\`${action}\`${more.join('')}`]);
    });
  return [
    `# ${page.title}`,
    '',
    page.intro,
    '',
    tableRow([page.action, page.what, ...STAFF_ROLES.map((role) => page.roles[role]), page.scope]),
    tableRow(Array.from({ length: STAFF_ROLES.length + 3 }, () => '---')),
    ...actions,
    '',
    `## ${page.callsTitle}`,
    '',
    page.callsIntro,
    '',
    tableRow([page.call, page.action]),
    tableRow(['---', '---']),
    ...calls,
    '',
  ].join('\n');
}
