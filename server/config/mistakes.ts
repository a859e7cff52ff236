import type { LocalizedText } from './localized-text.ts';
import type { SettingMeta } from './setting-meta.ts';

/** What was written in the wrong place, shortened and safe to print; nothing of a secret. */
function quote(meta: Pick<SettingMeta, 'secret'>, text: string): LocalizedText {
  if (meta.secret !== 'no') {
    return { 'zh-CN': '', 'zh-TW': '', en: '' };
  }
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text).replaceAll(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    '?',
  );
  return { 'zh-CN': `，现在是 ${shown}`, 'zh-TW': `，現在是 ${shown}`, en: `; it is ${shown}` };
}

/** The sentences for every kind of mistake in the settings. */
export const mistake = {
  malformed(meta: SettingMeta, found: { text: string; where: string }): LocalizedText {
    const { env, form } = meta;
    const now = quote(meta, found.text);
    const source = found.where === env ? { zh: '', en: '' } : { zh: `（来自 ${found.where}）`, en: ` (from ${found.where})` };
    return {
      'zh-CN': `${env} ${form['zh-CN']}${now['zh-CN']}${source.zh}。`,
      'zh-TW': `${env} ${form['zh-TW']}${now['zh-TW']}${source.zh.replace('来自', '來自')}。`,
      en: `${env} ${form.en}${now.en}${source.en}.`,
    };
  },
  unknownVariable: (name: string): LocalizedText => ({
    'zh-CN': `不认识环境变量 ${name}。`,
    'zh-TW': `不認識環境變數 ${name}。`,
    en: `There is no setting for the environment variable ${name}.`,
  }),
  unknownKey: (path: string, key: string): LocalizedText => ({
    'zh-CN': `${path} 里有不认识的设置 ${key}。`,
    'zh-TW': `${path} 裡有不認識的設定 ${key}。`,
    en: `${path} names an unknown setting, ${key}.`,
  }),
  unknownFlag: (flag: string): LocalizedText => ({
    'zh-CN': `不认识选项 --${flag}。`,
    'zh-TW': `不認識選項 --${flag}。`,
    en: `There is no option --${flag}.`,
  }),
  secretFlag: (flag: string): LocalizedText => ({
    'zh-CN': `--${flag} 不能写在命令行里，别的用户看得见；请用环境变量或配置文件。`,
    'zh-TW': `--${flag} 不能寫在命令列裡，其他使用者看得見；請用環境變數或設定檔。`,
    en: `--${flag} may not stand on a command line, where others can read it; use the environment or the file.`,
  }),
  emptyFlag: (flag: string): LocalizedText => ({
    'zh-CN': `选项 --${flag} 后面缺少值。`,
    'zh-TW': `選項 --${flag} 後面缺少值。`,
    en: `The option --${flag} needs a value.`,
  }),
  unreadableFile: (path: string, code: string): LocalizedText => ({
    'zh-CN': `读不了配置文件 ${path}（${code}）。`,
    'zh-TW': `讀不了設定檔 ${path}（${code}）。`,
    en: `The settings file ${path} cannot be read (${code}).`,
  }),
  notKeyValue: (path: string, line: number): LocalizedText => ({
    'zh-CN': `${path} 第 ${line} 行不是“名称=值”的写法。`,
    'zh-TW': `${path} 第 ${line} 行不是「名稱=值」的寫法。`,
    en: `Line ${line} of ${path} is not NAME=VALUE.`,
  }),
  dataDirInside: (path: string): LocalizedText => ({
    'zh-CN': `DATA_DIR 不能写在数据目录自己的 ${path} 里。`,
    'zh-TW': `DATA_DIR 不能寫在資料目錄自己的 ${path} 裡。`,
    en: `DATA_DIR may not stand in ${path}, which is found by it.`,
  }),
  limitsOffInPublic: (host: string): LocalizedText => ({
    'zh-CN': `LIMITS=off 只能在 HOST 是本机地址时使用，现在 HOST 是 ${host}。`,
    'zh-TW': `LIMITS=off 只能在 HOST 是本機位址時使用，現在 HOST 是 ${host}。`,
    en: `LIMITS=off is only for a HOST that is a loopback address; it is ${host}.`,
  }),
  secretAbsent: (): LocalizedText => ({
    'zh-CN': '生产环境使用 MongoDB 时必须填写 SECRET（至少 32 字节，各台服务器一致）。',
    'zh-TW': '正式環境使用 MongoDB 時必須填寫 SECRET（至少 32 位元組，各台伺服器一致）。',
    en: 'SECRET is required in production with MongoDB (at least 32 bytes, the same on every server).',
  }),
  halfAdministrator: (): LocalizedText => ({
    'zh-CN': 'ADMIN_EMAIL 和 ADMIN_PASSWORD 要一起填。',
    'zh-TW': 'ADMIN_EMAIL 與 ADMIN_PASSWORD 要一起填。',
    en: 'ADMIN_EMAIL and ADMIN_PASSWORD must be set together.',
  }),
  halfStaffOidc: (): LocalizedText => ({
    'zh-CN': 'STAFF_OIDC_ISSUER、STAFF_OIDC_CLIENT_ID、STAFF_OIDC_CLIENT_SECRET 和 STAFF_OIDC_GROUPS 要一起填。',
    'zh-TW': 'STAFF_OIDC_ISSUER、STAFF_OIDC_CLIENT_ID、STAFF_OIDC_CLIENT_SECRET 與 STAFF_OIDC_GROUPS 要一起填。',
    en: 'STAFF_OIDC_ISSUER, STAFF_OIDC_CLIENT_ID, STAFF_OIDC_CLIENT_SECRET and STAFF_OIDC_GROUPS must be set together.',
  }),
  noStaffSignIn: (): LocalizedText => ({
    'zh-CN': 'STAFF_PASSWORDS 不是 on 时要填 STAFF_OIDC_ISSUER，否则谁也登录不了。',
    'zh-TW': 'STAFF_PASSWORDS 不是 on 時要填 STAFF_OIDC_ISSUER，否則誰也登入不了。',
    en: 'With STAFF_PASSWORDS other than on, STAFF_OIDC_ISSUER must be set: else nobody could sign in.',
  }),
  halfMail: (): LocalizedText => ({
    'zh-CN': 'MAIL_URL 和 MAIL_FROM 要一起填。',
    'zh-TW': 'MAIL_URL 與 MAIL_FROM 要一起填。',
    en: 'MAIL_URL and MAIL_FROM must be set together.',
  }),
  halfDkim: (): LocalizedText => ({
    'zh-CN': 'MAIL_DKIM_DOMAIN、MAIL_DKIM_SELECTOR 和 MAIL_DKIM_KEY_FILE 要一起填。',
    'zh-TW': 'MAIL_DKIM_DOMAIN、MAIL_DKIM_SELECTOR 與 MAIL_DKIM_KEY_FILE 要一起填。',
    en: 'MAIL_DKIM_DOMAIN, MAIL_DKIM_SELECTOR and MAIL_DKIM_KEY_FILE must be set together.',
  }),
  noDkimKey: (path: string): LocalizedText => ({
    'zh-CN': `MAIL_DKIM_KEY_FILE（${path}）读不出，或者不是私钥。`,
    'zh-TW': `MAIL_DKIM_KEY_FILE（${path}）讀不出，或者不是私鑰。`,
    en: `MAIL_DKIM_KEY_FILE (${path}) cannot be read, or is no private key.`,
  }),
  foreignCluster: (): LocalizedText => ({
    'zh-CN':
      '这个进程是别的程序用 Node 的 cluster 方式启动的（例如 pm2 的 cluster 模式），两句不能这样运行。请改用普通方式启动（pm2 用 fork 模式），要多个进程就设置 WORKERS。',
    'zh-TW':
      '這個行程是別的程式用 Node 的 cluster 方式啟動的（例如 pm2 的 cluster 模式），兩句不能這樣執行。請改用一般方式啟動（pm2 用 fork 模式），要多個行程就設定 WORKERS。',
    en: 'Another program has started this process as a worker of its Node cluster (such as pm2 in its cluster mode), and Liangju cannot run so. Start it in the ordinary way (with pm2 in fork mode), and set WORKERS for several processes.',
  }),
  noSecretFile: (dataDir: string, why: string): LocalizedText => ({
    'zh-CN': `SECRET 没有填写，也没能在 DATA_DIR（${dataDir}）里生成或读出：${why}`,
    'zh-TW': `SECRET 沒有填寫，也無法在 DATA_DIR（${dataDir}）裡產生或讀出：${why}`,
    en: `SECRET is not set, and could not be made or read in DATA_DIR (${dataDir}): ${why}`,
  }),
};
