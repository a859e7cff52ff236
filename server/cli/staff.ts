import { localize } from '../config/localized-text.ts';
import { Email } from '../../contract/comment.ts';
import { type Grant, grantsOf, STAFF_ROLES, type StaffRole } from '../domain/accounts.ts';
import { isTokenScope, TOKEN_SCOPES } from '../domain/token-scopes.ts';
import { createApiToken } from '../people/api-tokens.ts';
import { type Invited, inviteStaff, invitationLink } from '../people/invitations.ts';
import { addStaff } from '../people/staff-accounts.ts';
import { normaliseEmail } from '../people/staff.ts';
import { presentStaff } from '../presenters/present-people.ts';
import { type Called, type Cli, type Command, Failed, type Option, WrongUse } from './command.ts';
import { readPassword } from './password.ts';
import { wantSite } from './site.ts';
import { OPERATOR, type Opened, withStore } from './store.ts';
import { table } from './table.ts';

const JSON_OPTION: Option = { type: 'boolean', about: { 'zh-CN': '输出 JSON', 'zh-TW': '輸出 JSON', en: 'print JSON' } };
/** Other words for the roles. */
const SHORT_ROLES: ReadonlyMap<string, StaffRole> = new Map([
  ['admin', 'administrator'],
  ['read-only', 'observer'],
]);

/** The role of a word; undefined where it is none. */
export const roleOf = (word: string): StaffRole | undefined => SHORT_ROLES.get(word) ?? STAFF_ROLES.find((role) => role === word);

/** Who may do what, for the help. */
export const ROLE_OPTION: Option = {
  type: 'string',
  value: STAFF_ROLES.join('|'),
  isRequired: true,
  about: {
    'zh-CN': '角色：管理员、高级审核员、审核员、只读；各能做什么见 docs/zh/permissions.md',
    'zh-TW': '角色：管理員、資深審核員、審核員、唯讀；各能做什麼見 docs/zh/permissions.md',
    en: 'the role; docs/permissions.md tells what each may do',
  },
};

/** `liangju staff add EMAIL` */
export const staffAdd: Command = {
  name: 'staff add',
  args: ['EMAIL'],
  action: 'staff.manage',
  about: {
    'zh-CN': '新建一个工作人员账号，输出一个链接，本人在 48 小时内用它设置密码；脚本可以从标准输入给一行密码。',
    'zh-TW': '建立一個工作人員帳號，輸出一個連結，本人在 48 小時內用它設定密碼；腳本可以從標準輸入給一行密碼。',
    en: 'Makes an account of a member of staff and prints a link by which the person sets the password within 48 hours; a script can give a password as a line of the standard input.',
  },
  options: {
    role: ROLE_OPTION,
    name: {
      type: 'string',
      value: 'NAME',
      about: {
        'zh-CN': '显示的名字，默认取邮箱的前半',
        'zh-TW': '顯示的名字，預設取電子郵件的前半',
        en: 'name to show; the first half of the address by default',
      },
    },
    site: {
      type: 'string',
      value: 'ID',
      isMany: true,
      about: {
        'zh-CN': '只负责这个站点；可以写多次，默认全部',
        'zh-TW': '只負責這個站點；可以寫多次，預設全部',
        en: 'works for this site only; can be given several times; all by default',
      },
    },
    'password-stdin': {
      type: 'boolean',
      about: {
        'zh-CN': '从标准输入读密码，一直等',
        'zh-TW': '從標準輸入讀密碼，一直等',
        en: 'read the password from the standard input, however long it takes',
      },
    },
    json: JSON_OPTION,
  },
  run: async (cli, called) => {
    const email = emailOf(called);
    const role = roleOf(called.own.get('role')?.[0] ?? '');
    if (role === undefined) throw wrongValue('--role', STAFF_ROLES.join(', '));
    const add = async (deps: Opened): Promise<number> => {
      const siteIds = called.own.has('site') ? [...new Set(called.own.get('site'))] : null;
      for (const id of siteIds ?? []) await wantSite(deps.store, id);
      if ((await deps.store.accounts.staffByEmail(normaliseEmail(email))) !== null) {
        throw new Failed({
          'zh-CN': `${email} 已经有账号了。`,
          'zh-TW': `${email} 已經有帳號了。`,
          en: `There is an account for ${email} already.`,
        });
      }
      const password = await readPassword(cli, called.own.has('password-stdin'));
      const account = { email, name: called.own.get('name')?.[0] ?? '', grants: grantsOf(role, siteIds) };
      if (password === null) {
        return printInvited(cli, called, deps, await inviteStaff(deps, OPERATOR, account, () => Promise.resolve(true)));
      }
      const staff = await addStaff(deps, OPERATOR, { ...account, password });
      if (called.own.has('json')) {
        cli.out(`${JSON.stringify({ staff: presentStaff(staff) }, null, 2)}\n`);
        return 0;
      }
      cli.out(
        `${localize(cli.langs, { 'zh-CN': `账号 ${staff.email} 已建好。`, 'zh-TW': `帳號 ${staff.email} 已建好。`, en: `The account ${staff.email} is made.` })}\n`,
      );
      return 0;
    };
    return withStore(cli, called, add, { mayMake: true });
  },
};

/** `liangju staff list` */
export const staffList: Command = {
  name: 'staff list',
  args: [],
  action: 'staff.manage',
  about: { 'zh-CN': '列出所有工作人员。', 'zh-TW': '列出所有工作人員。', en: 'Lists the staff.' },
  options: { json: JSON_OPTION },
  run: (cli, called) =>
    withStore(cli, called, async ({ store }) => {
      const staff = await store.accounts.listStaff();
      if (called.own.has('json')) {
        cli.out(
          `${JSON.stringify(
            staff.map((person) => ({ ...presentStaff(person), disabled: person.disabled })),
            null,
            2,
          )}\n`,
        );
        return 0;
      }
      const disabled = localize(cli.langs, { 'zh-CN': '已停用', 'zh-TW': '已停用', en: 'disabled' });
      cli.out(
        table(
          staff.flatMap((person) =>
            rolesOf(person.grants).map(([role, sites]) => [person.email, person.name, role, sites, person.disabled ? disabled : '']),
          ),
        ),
      );
      return 0;
    }),
};

/** Where the service is reached: as the settings say, or on this machine. */
function serviceUrl({ publicUrl, host, port }: Opened['settings']): string {
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return publicUrl ?? `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Prints an account that has a new link. */
export function printInvited(cli: Cli, called: Called, { settings }: Opened, { staff, token, until }: Invited): number {
  const link = invitationLink(serviceUrl(settings), token);
  if (called.own.has('json')) {
    cli.out(`${JSON.stringify({ staff: presentStaff(staff), link, until: new Date(until).toISOString() }, null, 2)}\n`);
    return 0;
  }
  const text = localize(cli.langs, {
    'zh-CN': `${staff.email} 设置密码的链接（48 小时内有效，只能用一次）`,
    'zh-TW': `${staff.email} 設定密碼的連結（48 小時內有效，只能用一次）`,
    en: `The link by which ${staff.email} sets a password (for 48 hours, works once)`,
  });
  cli.out(`${text}: ${link}\n`);
  return 0;
}

/** The roles of a person and where; one line for a person without any. */
function rolesOf(grants: readonly Grant[]): [role: string, sites: string][] {
  const byRole = Map.groupBy(grants, ({ role }) => role);
  if (byRole.size === 0) return [['-', '-']];
  return [...byRole].map(([role, same]) => [role, same.map(({ site }) => site).join(' ')]);
}

/** `liangju staff token EMAIL` */
export const staffToken: Command = {
  name: 'staff token',
  args: ['EMAIL'],
  action: 'staff.manage',
  about: {
    'zh-CN': '新建一个个人 API 令牌，只输出这一次。',
    'zh-TW': '建立一個個人 API 權杖，只輸出這一次。',
    en: 'Makes a personal API token and prints it this once.',
  },
  options: {
    scopes: {
      type: 'string',
      value: TOKEN_SCOPES.join(','),
      isRequired: true,
      about: { 'zh-CN': '允许做的事，用逗号分开', 'zh-TW': '允許做的事，以逗號分隔', en: 'what it allows, separated by commas' },
    },
    name: { type: 'string', value: 'NAME', about: { 'zh-CN': '令牌的名称', 'zh-TW': '權杖的名稱', en: 'name of the token' } },
    json: JSON_OPTION,
  },
  run: async (cli, called) => {
    const email = emailOf(called);
    const scopes = (called.own.get('scopes')?.[0] ?? '').split(',').map((scope) => scope.trim());
    const known = scopes.filter(isTokenScope);
    if (known.length !== scopes.length) throw wrongValue('--scopes', TOKEN_SCOPES.join(', '));
    return withStore(cli, called, async (deps) => {
      const owner = await deps.store.accounts.staffByEmail(normaliseEmail(email));
      if (owner === null || owner.disabled) {
        throw new Failed({
          'zh-CN': `没有 ${email} 这个账号，或已停用。`,
          'zh-TW': `沒有 ${email} 這個帳號，或已停用。`,
          en: `There is no account ${email}, or it is disabled.`,
        });
      }
      const name = called.own.get('name')?.[0] ?? 'liangju staff token';
      const { token, apiToken } = await createApiToken(deps, OPERATOR, owner, { name, scopes: known });
      if (called.own.has('json')) cli.out(`${JSON.stringify({ id: apiToken.id, name, scopes: apiToken.scopes, token }, null, 2)}\n`);
      else cli.out(`${token}\n`);
      return 0;
    });
  },
};

export function emailOf({ args }: Called): string {
  const email = args[0] ?? '';
  if (Email.safeParse(email).success) return email;
  throw new WrongUse({ 'zh-CN': 'EMAIL 不是邮箱地址。', 'zh-TW': 'EMAIL 不是電子郵件地址。', en: 'EMAIL is not an e-mail address.' });
}

export function wrongValue(option: string, words: string): WrongUse {
  return new WrongUse({
    'zh-CN': `${option} 只能是：${words}。`,
    'zh-TW': `${option} 只能是：${words}。`,
    en: `${option} takes: ${words}.`,
  });
}
