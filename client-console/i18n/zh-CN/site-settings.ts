import type { SettingTexts } from '../setting-texts.ts';

/** What the form of a site's settings says. */
export const settingTexts = {
  maxLength: { label: '最多字数' },
  editWindow: { label: '发表后可修改' },
  reportThreshold: { label: '被举报几次后隐藏待审' },
  maxLinks: { label: '最多几个链接不必审' },
  samplePercent: { label: '抽查比例（%）', hint: '直接公开的评论里，按这个比例事后给人看。' },
  puzzle: {
    label: '新读者的验证题',
    hint: '由浏览器在后台计算，读者不必做什么。',
    choices: { off: '不用', risk: '有风险时', always: '总是' },
  },
  threads: { label: '谁能开启文章评论', choices: { open: '允许网址下的任何页面', registered: '只限登记过的文章' } },
  sort: { label: '默认排序', choices: { hot: '最热', newest: '最新', oldest: '最早' } },
  live: { label: '新评论怎样出现', choices: { socket: '实时出现', poll: '隔一阵刷新（人特别多、走 CDN 时用）' } },
  guests: { label: '允许不登录发言' },
  region: {
    label: '显示 IP 属地',
    hint: '新评论注明发表时的属地，国内到省，国外到国家，查不到写“未知”。只存属地，不存 IP 地址；开启之前的评论没有。',
  },
  mailSignIn: { label: '邮箱登录', hint: '读者填邮箱，收到六位验证码或链接后登录。' },
  answerMail: { label: '回复邮件提醒', hint: '读者主动打开并确认邮箱后，有人回复时收到邮件。服务要设置 MAIL_URL。' },
  reservedNames: { label: '保留的昵称', hint: '每行一个；游客用了相同或相像的名字，评论先留给人看。工作人员的名字总是保留。' },
  verified: {
    label: '会员要验证过什么才能发言',
    hint: '由网站的登录告诉我们；只记验证的方式和时间，不记号码。',
    choices: { none: '不要求', any: '手机或证件', phone: '手机', id: '证件' },
  },
  verifier: {
    label: '实名验证服务',
    hint: '网站自己的服务，由它确认读者是谁，接法见文档“会员”。上面要求实名时，评论框会有“去验证”；这里只记下验证的方式、时间和一个认不出本人的代号，不收手机号和证件号。',
    fields: {
      url: { label: '验证服务的地址', hint: '以 https:// 开头；地址和密钥都清空，就是不用。' },
      secret: { label: '签名密钥', hint: '以 whsec_ 开头。保存后不再显示，•••• 代表已存的；换了域名要重新填写。' },
    },
  },
  avatarHosts: { label: '允许的头像域名', hint: '每行一个，*.example.com 代表它的所有子域名；用别处头像的令牌会被拒。' },
  badges: { label: '会员徽章', hint: '每行一个，最多 12 个字；只有列在这里的徽章，网站的登录才能发。' },
  sso: {
    label: '网站自己的登录（SSO）',
    hint: '读者在你的网站登录后，由网站签发令牌，不用再登录一次。评论框暂时还不接收令牌，由页面调用接口。写法见文档“会员”。',
    fields: {
      mode: { label: '签名方式', choices: { off: '不用', hs256: '共享密钥（HS256）', jwks: '公钥（JWKS）' } },
      issuer: { label: '签发者（iss）' },
      secrets: {
        label: '共享密钥',
        hint: '每行一个，至少 32 字节，最多两个（换密钥时新旧并用，新的写在前面）。保存后不再显示，••••1、••••2 代表已存的第一个和第二个；删掉哪一行，就删掉哪一个。',
      },
      jwksUrl: { label: '公钥地址（JWKS）', hint: '以 https:// 开头。' },
      algorithms: { label: '公钥可用的算法', hint: '每行一个：RS256、ES256、EdDSA。' },
      claimsImported: { label: '导入的评论按原来的用户 ID 归还给同一个会员' },
    },
  },
  terms: {
    label: '读者须同意的规则',
    fields: {
      url: { label: '规则的网址', hint: '读者评论前要勾选同意；不填就不问。' },
      version: { label: '规则的版本', hint: '版本变了，会请读者再同意一次。' },
      title: { label: '规则的名称', hint: '不填就叫“评论规则”。' },
    },
  },
  answerWithin: { label: '举报和申诉在几小时内答复（0 为不写明）' },
  minors: {
    label: '每天不能评论的时段（未成年人模式）',
    fields: {
      who: {
        label: '对谁有效',
        hint: '“未成年人”指网站的登录令牌里写明 minor 的会员；游客和用别的方式登录的人不受限。',
        choices: { minors: '未成年人', everybody: '所有读者' },
      },
      hours: { label: '时段', hint: '如 22:00-06:00，可以跨过零点；不填就不限。这段时间里照常可以看、举报和删除。' },
      timeZone: { label: '时区', hint: '如 Asia/Shanghai。' },
    },
  },
  notice: { label: '评论框下的提示' },
  threadKeys: {
    label: '文章网址的认法',
    hint: '哪些网址算同一篇文章。域名大小写、默认端口、#锚点和来源参数总是不计。',
    fields: {
      trailingSlash: { label: '结尾的斜杠', choices: { keep: '有和没有算两篇', ignore: '有和没有算同一篇' } },
      indexFiles: { label: 'index.html', choices: { keep: '和目录算两篇', ignore: '和目录算同一篇' } },
      hashRoutes: { label: '#/ 或 #! 开头的部分算另一页（单页应用）' },
      ignoredParameters: { label: '不计的参数', hint: '每行一个，结尾的 * 代表任意字符，如 utm_*。' },
    },
  },
  shipped: { label: '自带词表', choices: { on: '使用', off: '不用' } },
  matching: {
    label: '词表匹配',
    fields: { boundary: { label: '按词边界匹配（少误伤）' }, pinyin: { label: '也看拼音' }, split: { label: '也看拆字' } },
  },
} as const satisfies SettingTexts;
