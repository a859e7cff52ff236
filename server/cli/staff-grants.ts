import { type LocalizedText, localize } from '../config/localized-text.ts';
import { type Staff, STAFF_ROLES } from '../domain/accounts.ts';
import { ALL_SITES } from '../domain/all-sites.ts';
import { presentAccount } from '../presenters/present-people.ts';
import { removeAccount, resetAccount } from '../people/invitations.ts';
import { resetSecondFactor } from '../people/second-factor.ts';
import { changeAccount, withGrant } from '../people/staff-accounts.ts';
import { normaliseEmail } from '../people/staff.ts';
import { type Called, type Cli, type Command, Failed, type Option } from './command.ts';
import { emailOf, printInvited, ROLE_OPTION, roleOf, wrongValue } from './staff.ts';
import { wantSite } from './site.ts';
import { OPERATOR, type Opened, withStore } from './store.ts';

const JSON_OPTION: Option = { type: 'boolean', about: { 'zh-CN': '输出 JSON', 'zh-TW': '輸出 JSON', en: 'print JSON' } };
/** In place of a role: what was granted is taken away. */
const NO_ROLE = 'none';

/** The account of an address. @throws Failed when there is none. */
async function wantAccount(deps: Opened, email: string): Promise<Staff> {
  const found = await deps.store.accounts.staffByEmail(normaliseEmail(email));
  if (found !== null) return found;
  throw new Failed({ 'zh-CN': `没有 ${email} 这个账号。`, 'zh-TW': `沒有 ${email} 這個帳號。`, en: `There is no account ${email}.` });
}

function printAccount(cli: Cli, called: Called, staff: Staff, done: LocalizedText): number {
  const text = called.own.has('json') ? JSON.stringify(presentAccount(staff), null, 2) : localize(cli.langs, done);
  cli.out(`${text}\n`);
  return 0;
}

/** `liangju staff grant EMAIL --role ROLE` */
export const staffGrant: Command = {
  name: 'staff grant',
  args: ['EMAIL'],
  action: 'staff.manage',
  about: {
    'zh-CN': '设定一个人在全部站点或某些站点的角色，代替原来在那里的角色；none 表示收回。',
    'zh-TW': '設定一個人在全部站點或某些站點的角色，取代原來在那裡的角色；none 表示收回。',
    en: 'Sets what somebody is on all sites or on some, in place of what they were there; none takes it away.',
  },
  options: {
    role: { ...ROLE_OPTION, value: [...STAFF_ROLES, NO_ROLE].join('|') },
    site: {
      type: 'string',
      value: 'ID',
      isMany: true,
      about: {
        'zh-CN': '只对这个站点；可以写多次，不写就是全部站点',
        'zh-TW': '只對這個站點；可以寫多次，不寫就是全部站點',
        en: 'on this site only; can be given several times; on all by default',
      },
    },
    json: JSON_OPTION,
  },
  run: async (cli, called) => {
    const email = emailOf(called);
    const word = called.own.get('role')?.[0] ?? '';
    const role = word === NO_ROLE ? null : roleOf(word);
    if (role === undefined) throw wrongValue('--role', [...STAFF_ROLES, NO_ROLE].join(', '));
    return withStore(cli, called, async (deps) => {
      const named = called.own.get('site') ?? [ALL_SITES];
      for (const id of named) if (id !== ALL_SITES && role !== null) await wantSite(deps.store, id);
      const { id, grants } = await wantAccount(deps, email);
      const changed = named.reduce((all, site) => withGrant(all, site, role), grants);
      const staff = await changeAccount(deps, OPERATOR, id, { grants: changed }, () => Promise.resolve(true));
      const text = staff.grants.map((grant) => `${grant.role} ${grant.site}`).join(', ') || '-';
      return printAccount(cli, called, staff, {
        'zh-CN': `${staff.email} 现在的角色：${text}`,
        'zh-TW': `${staff.email} 現在的角色：${text}`,
        en: `${staff.email} is now: ${text}`,
      });
    });
  },
};

function switching(disabled: boolean, about: LocalizedText, done: (email: string) => LocalizedText): Command {
  return {
    name: disabled ? 'staff disable' : 'staff enable',
    args: ['EMAIL'],
    action: 'staff.manage',
    about,
    options: { json: JSON_OPTION },
    run: async (cli, called) => {
      const email = emailOf(called);
      return withStore(cli, called, async (deps) => {
        const { id } = await wantAccount(deps, email);
        const staff = await changeAccount(deps, OPERATOR, id, { disabled }, () => Promise.resolve(true));
        return printAccount(cli, called, staff, done(staff.email));
      });
    },
  };
}

/** `liangju staff disable EMAIL` */
export const staffDisable = switching(
  true,
  {
    'zh-CN': '停用一个账号：立即退出登录，它的 API 令牌也不能用了。',
    'zh-TW': '停用一個帳號：立即登出，它的 API 權杖也不能用了。',
    en: 'Disables an account: it is signed out at once, and its API tokens are refused.',
  },
  (email) => ({ 'zh-CN': `已停用 ${email}。`, 'zh-TW': `已停用 ${email}。`, en: `${email} is disabled.` }),
);

/** `liangju staff enable EMAIL` */
export const staffEnable = switching(
  false,
  { 'zh-CN': '重新启用一个停用的账号。', 'zh-TW': '重新啟用一個停用的帳號。', en: 'Enables a disabled account again.' },
  (email) => ({ 'zh-CN': `已启用 ${email}。`, 'zh-TW': `已啟用 ${email}。`, en: `${email} is enabled.` }),
);

/** `liangju staff reset EMAIL` */
export const staffReset: Command = {
  name: 'staff reset',
  args: ['EMAIL'],
  action: 'staff.manage',
  about: {
    'zh-CN': '让一个人重新设置密码：立即退出登录，输出新的链接。API 令牌不变。',
    'zh-TW': '讓一個人重新設定密碼：立即登出，輸出新的連結。API 權杖不變。',
    en: 'Has somebody set a new password: signs them out at once and prints a new link. API tokens stay.',
  },
  options: {
    'second-factor': {
      type: 'boolean',
      about: {
        'zh-CN': '只撤下两步验证，密码不变：手机和恢复码都丢了的时候用。',
        'zh-TW': '只撤下兩步驟驗證，密碼不變：手機和備援碼都遺失時使用。',
        en: 'Takes off only the second factor and leaves the password: for who has lost both the phone and the recovery codes.',
      },
    },
    json: JSON_OPTION,
  },
  run: async (cli, called) => {
    const email = emailOf(called);
    return withStore(cli, called, async (deps) => {
      const { id } = await wantAccount(deps, email);
      if (!called.own.has('second-factor')) return printInvited(cli, called, deps, await resetAccount(deps, OPERATOR, id));
      return printAccount(cli, called, await resetSecondFactor(deps, OPERATOR, id), {
        'zh-CN': `已撤下 ${email} 的两步验证。`,
        'zh-TW': `已撤下 ${email} 的兩步驟驗證。`,
        en: `The second factor of ${email} is taken off.`,
      });
    });
  },
};

/** `liangju staff remove EMAIL` */
export const staffRemove: Command = {
  name: 'staff remove',
  args: ['EMAIL'],
  action: 'staff.manage',
  about: {
    'zh-CN': '移除一个账号和它的 API 令牌；做过的处理仍记在这个人名下。',
    'zh-TW': '移除一個帳號和它的 API 權杖；做過的處理仍記在這個人名下。',
    en: 'Removes an account and its API tokens; what the person decided stays under their name.',
  },
  options: { json: JSON_OPTION },
  run: async (cli, called) => {
    const email = emailOf(called);
    return withStore(cli, called, async (deps) => {
      const { id } = await wantAccount(deps, email);
      const staff = await removeAccount(deps, OPERATOR, id);
      return printAccount(cli, called, staff, {
        'zh-CN': `已移除 ${staff.email}。`,
        'zh-TW': `已移除 ${staff.email}。`,
        en: `${staff.email} is removed.`,
      });
    });
  },
};
