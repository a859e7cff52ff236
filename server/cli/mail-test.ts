import { Email } from '../../contract/comment.ts';
import { readSettings } from '../config/load.ts';
import { localize } from '../config/localized-text.ts';
import { MailFailure } from '../mail/mail-failure.ts';
import { layOut } from '../mail/layout.ts';
import { TEST_MAIL_TEXT } from '../mail/mail-texts.ts';
import { createMail } from '../services/mail.ts';
import { type Command, Failed, WrongUse } from './command.ts';

/** `liangju mail test ADDRESS` */
export const mailTest: Command = {
  name: 'mail test',
  args: ['ADDRESS'],
  action: null,
  about: {
    'zh-CN': '按现在的设置发一封测试邮件，失败时说明服务器的答复。',
    'zh-TW': '按現在的設定寄一封測試郵件，失敗時說明伺服器的答覆。',
    en: 'Sends a test mail with the settings as they are; where it fails, prints what the server answered.',
  },
  options: {},
  isAboutSettings: true,
  run: async (cli, { args, flags, configFile }) => {
    const [to = ''] = args;
    if (!Email.safeParse(to).success) {
      throw new WrongUse({ 'zh-CN': `${to} 不是邮箱地址。`, 'zh-TW': `${to} 不是電子郵件地址。`, en: `${to} is no e-mail address.` });
    }
    const mail = await createMail(readSettings({ env: cli.env, flags, configFile }).settings);
    if (mail === null) {
      throw new Failed({
        'zh-CN': '没有设置 MAIL_URL 和 MAIL_FROM，不发邮件。',
        'zh-TW': '沒有設定 MAIL_URL 與 MAIL_FROM，不寄郵件。',
        en: 'MAIL_URL and MAIL_FROM are not set: no mail is sent.',
      });
    }
    const lang = cli.langs[0] ?? 'zh-CN';
    const { subject, body } = TEST_MAIL_TEXT[lang];
    try {
      await mail.send({ to, subject, ...layOut({ lang, title: subject, parts: [{ kind: 'text', text: body }] }) });
    } catch (error) {
      if (!(error instanceof MailFailure)) throw error;
      const why = error.answer === '' ? error.message : `${error.message}: ${error.answer}`;
      throw new Failed({
        'zh-CN': `没有发出去（${error.kind === 'final' ? '再试也不行' : '以后也许可以'}）：${why}`,
        'zh-TW': `沒有寄出去（${error.kind === 'final' ? '再試也不行' : '以後也許可以'}）：${why}`,
        en: `It was not sent (${error.kind === 'final' ? 'trying again will not help' : 'it may work later'}): ${why}`,
      });
    } finally {
      mail.close();
    }
    cli.out(
      `${localize(cli.langs, {
        'zh-CN': `服务器收下了发给 ${to} 的测试邮件。`,
        'zh-TW': `伺服器收下了寄給 ${to} 的測試郵件。`,
        en: `The server has taken the test mail to ${to}.`,
      })}\n`,
    );
    return 0;
  },
};
