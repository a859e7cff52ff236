import { STAFF_ROLES } from '../domain/accounts.ts';
import * as form from './forms.ts';
import { setting } from './setting-meta.ts';

/** What the operator demands of staff. */
export const staffSettings = {
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
