import { z } from 'zod';
import { Email } from '../../contract/comment.ts';
import { type Grant, STAFF_ROLES } from '../domain/accounts.ts';
import { ALL_SITES } from '../domain/all-sites.ts';
import * as form from './forms.ts';
import { setting } from './setting-meta.ts';

/** What members of a group of the newsroom's provider are here. */
export interface GroupGrant extends Grant {
  group: string;
}

/** Who may sign in by password: everybody, nobody, or the one administrator who has this address. */
export type StaffPasswords = 'on' | 'off' | { email: string };

/** `GROUP=ROLE@SITE`, separated by semicolons. A group may have `=` and commas in its name, as in directories. */
const groups = z.string().transform((text, context): GroupGrant[] => {
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const read = parts.map((part) => {
    const [, group = '', name = '', site = ''] = /^(.+)=\s*([a-z]+)@(\*|[a-z0-9][a-z0-9-]*)$/.exec(part) ?? [];
    const role = STAFF_ROLES.find((one) => one === name);
    return role === undefined ? null : { group: group.trim(), role, site: site === '*' ? ALL_SITES : site };
  });
  const known = read.filter((one) => one !== null && one.group !== '');
  if (known.length === parts.length) return known.filter((one) => one !== null);
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

const isIssuer = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url?.protocol === 'http:' && form.isLoopbackAddress(url.hostname);
  return url !== null && (url.protocol === 'https:' || isPlain) && url.search === '' && url.hash === '' && url.username === '';
};

const passwords = z.union([
  z.literal(['on', 'off']),
  Email.transform((email): { email: string } => ({ email: email.trim().toLowerCase() })),
]);

/** How staff sign in, and what is demanded of them. */
export const staffSettings = {
  staffOidcIssuer: setting(z.string().refine(isIssuer).nullable(), {
    env: 'STAFF_OIDC_ISSUER',
    about: {
      'zh-CN': '工作人员用单位自己的账号（OpenID Connect）登录审核台时，它的签发地址（issuer）。不填则只用密码。',
      'zh-TW': '工作人員用單位自己的帳號（OpenID Connect）登入審核台時，它的簽發位址（issuer）。不填則只用密碼。',
      en: 'Issuer of the newsroom’s own OpenID Connect provider, by which staff sign in. Left out: by password alone.',
    },
    form: {
      'zh-CN': '必须是 https:// 开头的地址（本机可用 http）',
      'zh-TW': '必須是 https:// 開頭的位址（本機可用 http）',
      en: 'must be an https address (http on this machine)',
    },
  }),
  staffOidcClientId: setting(form.characters(1).nullable(), {
    env: 'STAFF_OIDC_CLIENT_ID',
    about: {
      'zh-CN': '在单位账号系统里登记的客户端 ID。',
      'zh-TW': '在單位帳號系統裡登記的用戶端 ID。',
      en: 'The client id that this service has at the provider.',
    },
    form: { 'zh-CN': '必须是 1 到 1024 个字符', 'zh-TW': '必須是 1 到 1024 個字元', en: 'must have 1 to 1024 characters' },
  }),
  staffOidcClientSecret: setting(form.characters(1).nullable(), {
    env: 'STAFF_OIDC_CLIENT_SECRET',
    secret: 'whole',
    about: { 'zh-CN': '这个客户端的密钥。', 'zh-TW': '這個用戶端的密鑰。', en: 'The secret of that client.' },
    form: { 'zh-CN': '必须是 1 到 1024 个字符', 'zh-TW': '必須是 1 到 1024 個字元', en: 'must have 1 to 1024 characters' },
  }),
  staffOidcName: setting(form.characters(1).nullable(), {
    env: 'STAFF_OIDC_NAME',
    about: {
      'zh-CN': '登录页按钮上怎么称呼它，例如“晨报账号”。不填则写“单位账号”。',
      'zh-TW': '登入頁按鈕上怎麼稱呼它，例如「晨報帳號」。不填則寫「單位帳號」。',
      en: 'What the button of the sign-in screen calls it. Left out: the newsroom’s account.',
    },
    form: { 'zh-CN': '必须是 1 到 1024 个字符', 'zh-TW': '必須是 1 到 1024 個字元', en: 'must have 1 to 1024 characters' },
  }),
  staffOidcGroupsClaim: setting(form.characters(1), {
    env: 'STAFF_OIDC_GROUPS_CLAIM',
    default: 'groups',
    about: {
      'zh-CN': '哪一项声明（claim）里写着这个人的组；可以用点号深入一层，例如 realm_access.roles。',
      'zh-TW': '哪一項宣告（claim）裡寫著這個人的群組；可以用點號深入一層，例如 realm_access.roles。',
      en: 'The claim that names a person’s groups; dots lead inside, as in realm_access.roles.',
    },
    form: { 'zh-CN': '必须是 1 到 1024 个字符', 'zh-TW': '必須是 1 到 1024 個字元', en: 'must have 1 to 1024 characters' },
  }),
  staffOidcGroups: setting(groups, {
    env: 'STAFF_OIDC_GROUPS',
    default: '',
    about: {
      'zh-CN':
        '哪个组是什么角色：组名=角色@站点，用分号分开，站点写 * 表示全部。例如 审核组=moderator@blog; 管理员=administrator@*。不在任何一组的人不能登录。',
      'zh-TW':
        '哪個群組是什麼角色：群組名=角色@站點，以分號分隔，站點寫 * 表示全部。例如 審核組=moderator@blog; 管理員=administrator@*。不在任何一組的人不能登入。',
      en: 'What the members of a group are: GROUP=ROLE@SITE, separated by semicolons; * stands for all sites. Who is in none of the groups may not sign in.',
    },
    form: {
      'zh-CN': `必须是用分号分开的 组名=角色@站点，角色是 ${STAFF_ROLES.join('、')} 之一`,
      'zh-TW': `必須是以分號分隔的 群組名=角色@站點，角色是 ${STAFF_ROLES.join('、')} 之一`,
      en: `must be GROUP=ROLE@SITE, separated by semicolons, with one of the roles ${STAFF_ROLES.join(', ')}`,
    },
  }),
  staffPasswords: setting(passwords, {
    env: 'STAFF_PASSWORDS',
    default: 'on',
    about: {
      'zh-CN': '工作人员还能不能用密码登录：on 能；off 都不能；也可以填一位管理员的邮箱，只有这个账号能，以备单位账号系统出故障时用。',
      'zh-TW': '工作人員還能不能用密碼登入：on 能；off 都不能；也可以填一位管理員的電子郵件，只有這個帳號能，以備單位帳號系統故障時使用。',
      en: 'May staff still sign in by password? on: yes; off: nobody; or the address of one administrator, who alone may when the provider is away.',
    },
    form: {
      'zh-CN': '必须是 on、off 或一个邮箱地址',
      'zh-TW': '必須是 on、off 或一個電子郵件地址',
      en: 'must be on, off or an e-mail address',
    },
  }),
  requireSecondFactor: setting(form.roles, {
    env: 'REQUIRE_SECOND_FACTOR',
    default: '',
    about: {
      'zh-CN':
        '哪些角色必须开启两步验证，用逗号分开，如 administrator,senior。还没有开启的人登录后只能先去设置；API 令牌和实时连接也一样。',
      'zh-TW':
        '哪些角色必須開啟兩步驟驗證，以逗號分隔，例如 administrator,senior。還沒開啟的人登入後只能先去設定；API 權杖與即時連線也一樣。',
      en: 'Roles that must have a second factor, separated by commas, such as administrator,senior. Who has none yet can only set one up after signing in; API tokens and live connections wait for it too.',
    },
    form: {
      'zh-CN': `必须是用逗号分开的角色：${STAFF_ROLES.join('、')}`,
      'zh-TW': `必須是以逗號分隔的角色：${STAFF_ROLES.join('、')}`,
      en: `must be roles separated by commas: ${STAFF_ROLES.join(', ')}`,
    },
  }),
};
