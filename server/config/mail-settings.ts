import { z } from 'zod';
import { Email } from '../../contract/comment.ts';
import * as form from './forms.ts';
import { setting } from './setting-meta.ts';

/** The settings of the server that mail is sent by. */
export const mailSettings = {
  mailUrl: setting(form.mailUrl.nullable(), {
    env: 'MAIL_URL',
    secret: 'userinfo',
    about: {
      'zh-CN':
        '发邮件用的 SMTP 服务器，如 smtps://用户名:密码@smtp.example.com 或 smtp://127.0.0.1:25。用户名和密码里的 @ : / 等符号写成 %40 %3A %2F。填了用户名而服务器不在本机时，一定要加密（TLS 或 STARTTLS）。不填则不发邮件。',
      'zh-TW':
        '寄郵件用的 SMTP 伺服器，例如 smtps://帳號:密碼@smtp.example.com 或 smtp://127.0.0.1:25。帳號與密碼裡的 @ : / 等符號寫成 %40 %3A %2F。填了帳號而伺服器不在本機時，一定要加密（TLS 或 STARTTLS）。不填則不寄郵件。',
      en: 'The SMTP server that mail is sent by, such as smtps://USER:PASSWORD@smtp.example.com or smtp://127.0.0.1:25. Signs such as @ : / in user and password are written %40 %3A %2F. With a user, and a server on another machine, it has to be encrypted (TLS or STARTTLS). Left out: no mail is sent.',
    },
    form: {
      'zh-CN': '必须以 smtp:// 或 smtps:// 开头，带主机名',
      'zh-TW': '必須以 smtp:// 或 smtps:// 開頭，帶主機名稱',
      en: 'must begin with smtp:// or smtps:// and name a host',
    },
  }),
  mailFrom: setting(Email.nullable(), {
    env: 'MAIL_FROM',
    about: {
      'zh-CN': '发件人的邮箱地址，与 MAIL_URL 一起填。它的域名要允许 MAIL_URL 的服务器代发（SPF、DKIM）。',
      'zh-TW': '寄件者的電子郵件地址，與 MAIL_URL 一起填。它的網域要允許 MAIL_URL 的伺服器代寄（SPF、DKIM）。',
      en: 'The address that mail comes from, together with MAIL_URL. Its domain has to let the server of MAIL_URL send for it (SPF, DKIM).',
    },
    form: { 'zh-CN': '必须是一个邮箱地址', 'zh-TW': '必須是一個電子郵件地址', en: 'must be an e-mail address' },
  }),
  mailGather: setting(form.durationUpTo(86_400_000), {
    env: 'MAIL_GATHER',
    default: '10m',
    about: {
      'zh-CN': '读者的回复提醒先攒多久再发：这段时间里的多条回复合成一封邮件。',
      'zh-TW': '讀者的回覆通知先累積多久再寄：這段時間裡的多則回覆合成一封郵件。',
      en: 'How long answers to a reader are gathered: those of this time are one mail.',
    },
    form: {
      'zh-CN': '必须是数字加 s、m 或 h（秒、分、时），最长一天',
      'zh-TW': '必須是數字加 s、m 或 h（秒、分、時），最長一天',
      en: 'must be a number with s, m or h (seconds, minutes, hours), a day at most',
    },
  }),
  mailDkimDomain: setting(form.host.nullable(), {
    env: 'MAIL_DKIM_DOMAIN',
    about: {
      'zh-CN': '由本服务签 DKIM 时的域名。三项 MAIL_DKIM_ 要一起填；SMTP 服务商已经代签的不用填。',
      'zh-TW': '由本服務簽 DKIM 時的網域。三項 MAIL_DKIM_ 要一起填；SMTP 服務商已經代簽的不用填。',
      en: 'The domain of DKIM signatures that the service makes itself. The three MAIL_DKIM_ go together; not needed where the SMTP provider signs.',
    },
    form: { 'zh-CN': '必须是域名', 'zh-TW': '必須是網域', en: 'must be a domain' },
  }),
  mailDkimSelector: setting(form.host.nullable(), {
    env: 'MAIL_DKIM_SELECTOR',
    about: {
      'zh-CN': 'DKIM 的选择器：公钥放在 选择器._domainkey.域名 的 TXT 记录里。',
      'zh-TW': 'DKIM 的選擇器：公鑰放在 選擇器._domainkey.網域 的 TXT 記錄裡。',
      en: 'The DKIM selector: the public key is the TXT record of SELECTOR._domainkey.DOMAIN.',
    },
    form: {
      'zh-CN': '必须是字母、数字、点或连字符',
      'zh-TW': '必須是字母、數字、點或連字號',
      en: 'must be letters, digits, dots or hyphens',
    },
  }),
  mailDkimKeyFile: setting(z.string().nullable(), {
    env: 'MAIL_DKIM_KEY_FILE',
    about: {
      'zh-CN': '存有 DKIM 私钥（PEM）的文件。',
      'zh-TW': '存有 DKIM 私鑰（PEM）的檔案。',
      en: 'File with the private key of DKIM (PEM).',
    },
    form: { 'zh-CN': '必须是一个文件的路径', 'zh-TW': '必須是一個檔案的路徑', en: 'must be the path of a file' },
  }),
};
