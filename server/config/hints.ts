import type { LocalizedText } from './localized-text.ts';
import type { Settings } from './schema.ts';

/** What is allowed but hardly meant: reported at the start and by `check`, never a reason not to start. */
export function hintsFor(settings: Pick<Settings, 'publicUrl' | 'trustProxy' | 'nodeEnv'>): LocalizedText[] {
  const hints: LocalizedText[] = [];
  const isSecure = settings.publicUrl?.startsWith('https:') === true;
  if (isSecure && settings.trustProxy === false) {
    hints.push({
      'zh-CN': 'PUBLIC_URL 是 https，但 TRUST_PROXY 是 none：反向代理后面的所有读者会被当成同一个地址，一起被限速。',
      'zh-TW': 'PUBLIC_URL 是 https，但 TRUST_PROXY 是 none：反向代理後面的所有讀者會被當成同一個位址，一起被限速。',
      en: 'PUBLIC_URL is https but TRUST_PROXY is none: behind a reverse proxy all readers look like one address and are limited together.',
    });
  }
  if (settings.nodeEnv === 'production' && !isSecure) {
    hints.push({
      'zh-CN': '生产环境没有设置 https 的 PUBLIC_URL：审核台的登录 cookie 只在 https 下有效。',
      'zh-TW': '正式環境沒有設定 https 的 PUBLIC_URL：審核台的登入 cookie 只在 https 下有效。',
      en: 'There is no https PUBLIC_URL in production: the console’s session cookie works over https only.',
    });
  }
  return hints;
}
