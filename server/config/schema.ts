import { SHORTEST_PASSWORD } from '../domain/password-rule.ts';
import { z } from 'zod';
import { Email } from '../../contract/comment.ts';
import { backupSettings } from './backup-settings.ts';
import * as form from './forms.ts';
import type { LocalizedText } from './localized-text.ts';
import { mailSettings } from './mail-settings.ts';
import { regionSettings } from './region-settings.ts';
import { retentionSettings } from './retention-settings.ts';
import { setting, type SettingMeta, settingMeta } from './setting-meta.ts';
import { staffSettings } from './staff-settings.ts';

const oneOf = (...words: string[]): LocalizedText => ({
  'zh-CN': `必须是 ${words.join('、')} 之一`,
  'zh-TW': `必須是 ${words.join('、')} 之一`,
  en: `must be one of ${words.join(', ')}`,
});
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const LOG_FORMATS = ['auto', 'json', 'pretty'] as const;
const NODE_ENVS = ['development', 'production', 'test'] as const;

/** Every setting of the program. Takes their texts by name, gives their values; the order is that of the pages. */
export const Settings = z.object({
  host: setting(form.host, {
    env: 'HOST',
    default: '127.0.0.1',
    about: {
      'zh-CN': '监听的地址。默认只有本机能访问；容器镜像里是 0.0.0.0。',
      'zh-TW': '監聽的位址。預設只有本機能存取；容器映像裡是 0.0.0.0。',
      en: 'Address to listen on. Only this machine can reach the default; the container image uses 0.0.0.0.',
    },
    form: { 'zh-CN': '必须是主机名或 IP 地址', 'zh-TW': '必須是主機名稱或 IP 位址', en: 'must be a host name or an IP address' },
  }),
  port: setting(form.port, {
    env: 'PORT',
    default: '3000',
    about: {
      'zh-CN': '监听的端口。0 表示由系统挑一个空闲端口。',
      'zh-TW': '監聽的連接埠。0 表示由系統挑一個可用的連接埠。',
      en: 'Port to listen on. With 0 the system chooses a free one.',
    },
    form: {
      'zh-CN': '必须是 0 到 65535 之间的整数',
      'zh-TW': '必須是 0 到 65535 之間的整數',
      en: 'must be a whole number from 0 to 65535',
    },
  }),
  databaseUrl: setting(form.databaseUrl.nullable(), {
    env: 'DATABASE_URL',
    secret: 'userinfo',
    about: {
      'zh-CN':
        '数据存放处。不填则用数据目录里的 SQLite 文件；也可以填 sqlite:/路径/文件.db 或 MongoDB 的地址（mongodb:// 或 mongodb+srv://）。',
      'zh-TW':
        '資料存放處。不填則用資料目錄裡的 SQLite 檔案；也可以填 sqlite:/路徑/檔案.db 或 MongoDB 的位址（mongodb:// 或 mongodb+srv://）。',
      en: 'Where the data is kept. Left out: an SQLite file in the data folder. Else sqlite:/path/file.db, or the address of a MongoDB (mongodb:// or mongodb+srv://).',
    },
    form: {
      'zh-CN': '必须以 sqlite:、mongodb:// 或 mongodb+srv:// 开头',
      'zh-TW': '必須以 sqlite:、mongodb:// 或 mongodb+srv:// 開頭',
      en: 'must begin with sqlite:, mongodb:// or mongodb+srv://',
    },
  }),
  dataDir: setting(z.string(), {
    env: 'DATA_DIR',
    default: './data',
    about: {
      'zh-CN': '数据目录：SQLite 文件、自动生成的密钥和配置文件 liangju.env 都放在这里。',
      'zh-TW': '資料目錄：SQLite 檔案、自動產生的金鑰與設定檔 liangju.env 都放在這裡。',
      en: 'Data folder: holds the SQLite file, the secret when it was made here, and the settings file liangju.env.',
    },
    form: { 'zh-CN': '必须是一个目录的路径', 'zh-TW': '必須是一個目錄的路徑', en: 'must be the path of a folder' },
  }),
  secret: setting(form.bytes(32).nullable(), {
    env: 'SECRET',
    secret: 'whole',
    about: {
      'zh-CN':
        '服务器的密钥，所有令牌都由它派生，换掉它会让读者的昵称身份失效。不填则首次启动时生成，存在数据目录的 secret 文件里（权限 600）。生产环境使用 MongoDB 时必须填写，各台服务器要一致。',
      'zh-TW':
        '伺服器的金鑰，所有權杖都由它衍生，換掉它會讓讀者的暱稱身分失效。不填則首次啟動時產生，存在資料目錄的 secret 檔案裡（權限 600）。正式環境使用 MongoDB 時必須填寫，各台伺服器要一致。',
      en: 'The server’s secret, from which tokens are derived. Left out: made at the first start and kept in the data folder, in the file secret (mode 600). Required in production with MongoDB; the same on every server.',
    },
    form: { 'zh-CN': '至少要有 32 字节', 'zh-TW': '至少要有 32 位元組', en: 'must have at least 32 bytes' },
  }),
  nodeEnv: setting(z.enum(NODE_ENVS), {
    env: 'NODE_ENV',
    default: 'development',
    about: {
      'zh-CN': '运行环境。正式上线请设为 production。',
      'zh-TW': '執行環境。正式上線請設為 production。',
      en: 'What the process is for. Set production on a public server.',
    },
    form: oneOf(...NODE_ENVS),
  }),
  publicUrl: setting(form.publicUrl.nullable(), {
    env: 'PUBLIC_URL',
    about: {
      'zh-CN':
        '读者从外面访问时看到的地址，例如 https://comments.example.com，也可以带路径：https://example.com/comments。不填则由 HOST 和 PORT 拼成。',
      'zh-TW':
        '讀者從外面存取時看到的位址，例如 https://comments.example.com，也可以帶路徑：https://example.com/comments。不填則由 HOST 與 PORT 組成。',
      en: 'The address that readers see, such as https://comments.example.com, or with a path, https://example.com/comments. Left out: made of HOST and PORT.',
    },
    form: {
      'zh-CN':
        '必须是 http:// 或 https:// 开头的地址，不带查询参数；路径只能用字母、数字和 -._~，且不能以服务自己的地址（如 /admin、/api）开头',
      'zh-TW':
        '必須是 http:// 或 https:// 開頭的位址，不帶查詢參數；路徑只能用字母、數字與 -._~，且不能以服務自己的位址（如 /admin、/api）開頭',
      en: 'must be an http(s) address without a query; its path has letters, digits and -._~ and does not begin like an address of the service’s own (/admin, /api, …)',
    },
  }),
  trustProxy: setting(form.trustProxy, {
    env: 'TRUST_PROXY',
    default: 'none',
    about: {
      'zh-CN': '前面有反向代理时，信谁报来的读者地址：none 谁都不信；数字是代理的层数；也可以列出代理的 IP 或网段，用逗号分开。',
      'zh-TW': '前面有反向代理時，信任誰回報的讀者位址：none 誰都不信任；數字是代理的層數；也可以列出代理的 IP 或網段，以逗號分隔。',
      en: 'Behind a reverse proxy: whom to believe about a reader’s address. none: nobody; a number: that many proxies; or the proxies’ addresses or networks, separated by commas.',
    },
    form: {
      'zh-CN': '必须是 none、代理层数（1–99），或用逗号分开的 IP、网段（不能是全部地址）',
      'zh-TW': '必須是 none、代理層數（1–99），或以逗號分隔的 IP、網段（不能是全部位址）',
      en: 'must be none, a number of proxies (1–99), or addresses and networks separated by commas (never all addresses)',
    },
  }),
  limitsOn: setting(form.onOff, {
    env: 'LIMITS',
    default: 'on',
    about: {
      'zh-CN': '限速、验证题、填写时间检查和密码哈希的强度。off 只用于在本机压测，HOST 不是本机地址时会拒绝启动。',
      'zh-TW': '限速、驗證題、填寫時間檢查與密碼雜湊的強度。off 只用於在本機壓測，HOST 不是本機位址時會拒絕啟動。',
      en: 'Rate limits, puzzle, time trap and the cost of password hashes. off is for load tests on this machine only: refused unless HOST is a loopback address.',
    },
    form: { 'zh-CN': '必须是 on 或 off', 'zh-TW': '必須是 on 或 off', en: 'must be on or off' },
  }),
  demo: setting(form.demo.nullable(), {
    env: 'DEMO',
    about: {
      'zh-CN':
        '建一个 demo 站点，并在 /demo 提供一篇示例文章；首次建站时附带十来条示例评论和五条待审案件，可用 liangju demo clear 删掉，填 empty 则不附带。不填时，只有用本地文件、且不是生产环境的服务会打开它。',
      'zh-TW':
        '建立一個 demo 站點，並在 /demo 提供一篇範例文章；首次建站時附帶十來則範例留言與五件待審案件，可用 liangju demo clear 刪除，填 empty 則不附帶。不填時，只有使用本機檔案、且不是正式環境的服務會開啟它。',
      en: 'Makes the site demo with an article at /demo. The first time a dozen sample comments and five cases for the moderators come with it: liangju demo clear deletes them, and with empty there are none. Left out: only for a server on the local file outside of production.',
    },
    form: {
      'zh-CN': '必须是 1（开）、empty（开，但没有示例评论）或 0（关）',
      'zh-TW': '必須是 1（開）、empty（開，但沒有範例留言）或 0（關）',
      en: 'must be 1 (on), empty (on, without sample comments) or 0 (off)',
    },
  }),
  adminEmail: setting(Email.nullable(), {
    env: 'ADMIN_EMAIL',
    about: {
      'zh-CN': '首位管理员的邮箱，与 ADMIN_PASSWORD 一起填。已经有工作人员时不起作用。',
      'zh-TW': '首位管理員的電子郵件，與 ADMIN_PASSWORD 一起填。已經有工作人員時不起作用。',
      en: 'E-mail address of the first administrator, together with ADMIN_PASSWORD. Without effect once there is staff.',
    },
    form: { 'zh-CN': '必须是一个邮箱地址', 'zh-TW': '必須是一個電子郵件地址', en: 'must be an e-mail address' },
  }),
  adminPassword: setting(form.characters(SHORTEST_PASSWORD).nullable(), {
    env: 'ADMIN_PASSWORD',
    secret: 'whole',
    about: {
      'zh-CN': '首位管理员的密码，首次登录后可以从配置里删掉。',
      'zh-TW': '首位管理員的密碼，首次登入後可以從設定裡刪掉。',
      en: 'Password of the first administrator; can be deleted from the settings after the first start.',
    },
    form: {
      'zh-CN': `至少要有 ${SHORTEST_PASSWORD} 个字符`,
      'zh-TW': `至少要有 ${SHORTEST_PASSWORD} 個字元`,
      en: `must have at least ${SHORTEST_PASSWORD} characters`,
    },
  }),
  ...staffSettings,
  metricsToken: setting(form.characters(1).nullable(), {
    env: 'METRICS_TOKEN',
    secret: 'whole',
    about: {
      'zh-CN': '读取 /metrics 要带的令牌（Authorization: Bearer …）。不填则只有本机能读。',
      'zh-TW': '讀取 /metrics 要帶的權杖（Authorization: Bearer …）。不填則只有本機能讀。',
      en: 'Token for /metrics (Authorization: Bearer …). Left out: only this machine may read it.',
    },
    form: { 'zh-CN': '必须是 1 到 1024 个字符', 'zh-TW': '必須是 1 到 1024 個字元', en: 'must have 1 to 1024 characters' },
  }),
  ...staffSettings,
  outboundHosts: setting(form.hosts, {
    env: 'OUTBOUND_HOSTS',
    default: '',
    about: {
      'zh-CN': '外部审核服务可以设在内网的哪些主机上，用逗号分开。默认只访问公网地址；写 localhost 则允许本机（可用 http）。',
      'zh-TW': '外部審核服務可以設在內網的哪些主機上，以逗號分隔。預設只存取公網位址；寫 localhost 則允許本機（可用 http）。',
      en: 'Hosts inside the own network where outside reviewers may stand, separated by commas. Without: public addresses only. localhost allows this machine (plain http too).',
    },
    form: {
      'zh-CN': '必须是用逗号分开的主机名或 IP 地址',
      'zh-TW': '必須是以逗號分隔的主機名稱或 IP 位址',
      en: 'must be host names or addresses, separated by commas',
    },
  }),
  ...mailSettings,
  ...regionSettings,
  workers: setting(form.wholeNumber(1, 64), {
    env: 'WORKERS',
    default: '1',
    about: {
      'zh-CN': '进程数。多于 1 时由一个主进程看管，挂掉的进程会自动重启；一般不超过处理器的核数。',
      'zh-TW': '行程數。多於 1 時由一個主行程看管，當掉的行程會自動重新啟動；一般不超過處理器的核心數。',
      en: 'Number of processes that serve. With more than 1, another process watches over them and starts again those that die. Rarely more than there are processor cores.',
    },
    form: { 'zh-CN': '必须是 1 到 64 之间的整数', 'zh-TW': '必須是 1 到 64 之間的整數', en: 'must be a whole number from 1 to 64' },
  }),
  redisUrl: setting(form.redisUrl.nullable(), {
    env: 'REDIS_URL',
    secret: 'userinfo',
    about: {
      'zh-CN':
        '多台服务器之间互相提醒用的 Redis 地址。不填时，MongoDB 副本集用它自己的变更流，单机的 MongoDB 则每秒查一次。Redis 里不存任何数据，断开只会让消息慢一点。',
      'zh-TW':
        '多台伺服器之間互相提醒用的 Redis 位址。不填時，MongoDB 複本集用它自己的變更流，單機的 MongoDB 則每秒查一次。Redis 裡不存任何資料，斷線只會讓訊息慢一點。',
      en: 'Redis by which several servers signal to each other that there is something new. Left out: a MongoDB replica set does it by its change streams, with a single MongoDB each server looks once a second. Nothing is kept in Redis; without it changes only come later.',
    },
    form: {
      'zh-CN': '必须以 redis:// 或 rediss:// 开头',
      'zh-TW': '必須以 redis:// 或 rediss:// 開頭',
      en: 'must begin with redis:// or rediss://',
    },
  }),
  liveMax: setting(form.wholeNumber(0, 1_000_000), {
    env: 'LIVE_MAX',
    default: '20000',
    about: {
      'zh-CN': '每个进程最多保持多少个实时连接。满了以后，新来的读者改为隔一阵刷新一次评论。0 表示所有读者都这样。',
      'zh-TW': '每個行程最多保持多少個即時連線。滿了以後，新來的讀者改為隔一陣子重新整理一次留言。0 表示所有讀者都這樣。',
      en: 'Most live connections of a process. Readers who come after that ask for the comments again from time to time. 0: all readers do.',
    },
    form: {
      'zh-CN': '必须是 0 到 1000000 之间的整数',
      'zh-TW': '必須是 0 到 1000000 之間的整數',
      en: 'must be a whole number from 0 to 1000000',
    },
  }),
  listingCacheMb: setting(form.megabytes, {
    env: 'LISTING_CACHE_MB',
    default: '64',
    about: {
      'zh-CN': '现成的评论列表页最多占多少内存（MB）。满了就丢掉最久没人看的。0 表示不留，每次都从数据库读。',
      'zh-TW': '現成的留言列表頁最多占多少記憶體（MB）。滿了就丟掉最久沒人看的。0 表示不留，每次都從資料庫讀。',
      en: 'Memory for ready pages of comments, in MB. When it is full, those not asked for the longest make room. 0: none are kept, every request reads the store.',
    },
    form: {
      'zh-CN': '必须是 0 到 65536 之间的整数',
      'zh-TW': '必須是 0 到 65536 之間的整數',
      en: 'must be a whole number from 0 to 65536',
    },
  }),
  ...backupSettings,
  ...retentionSettings,
  logLevel: setting(z.enum(LOG_LEVELS), {
    env: 'LOG_LEVEL',
    default: 'info',
    about: {
      'zh-CN': '日志记多细。',
      'zh-TW': '記錄的詳細程度。',
      en: 'How much is logged.',
    },
    form: oneOf(...LOG_LEVELS),
  }),
  logFormat: setting(z.enum(LOG_FORMATS), {
    env: 'LOG_FORMAT',
    default: 'auto',
    about: {
      'zh-CN': '日志的样子：json 每行一个 JSON；pretty 给人看；auto 在终端里是 pretty，否则是 json。',
      'zh-TW': '記錄的樣式：json 每行一個 JSON；pretty 給人看；auto 在終端機裡是 pretty，否則是 json。',
      en: 'Form of the log: json, one object a line; pretty, for people; auto, pretty on a terminal and json elsewhere.',
    },
    form: oneOf(...LOG_FORMATS),
  }),
});

export type Settings = z.output<typeof Settings>;
export type SettingName = keyof Settings;

/** The settings' names in the program, in the order of the pages. */
export const SETTING_NAMES: readonly SettingName[] = Settings.keyof().options;

/** What the pages say of a setting. */
export function metaOf(name: SettingName): SettingMeta {
  const meta = settingMeta.get(Settings.shape[name]);
  if (meta === undefined) throw new Error(`the setting ${name} tells nothing of itself`);
  return meta;
}

/** The setting's name on a command line, without the dashes; null for secrets: other people of the machine can read command lines. */
export function flagOf(name: SettingName): string | null {
  const { env, secret } = metaOf(name);
  return secret === 'whole' ? null : env.toLowerCase().replaceAll('_', '-');
}
