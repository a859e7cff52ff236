import { hintsFor } from '../config/hints.ts';
import { loadConfig } from '../config/load.ts';
import { type Said, say } from '../config/say.ts';
import { errorCode } from '../ops/error-code.ts';
import { createLog } from '../ops/log.ts';
import { stopOnSignals } from '../ops/shutdown.ts';
import { setUpToken } from '../people/set-up.ts';
import { type Command, Failed } from './command.ts';
import { cannotOpen } from './store.ts';

/** Where the first administrator is made. The token stands behind the `#`: it reaches no log and no other site. */
export function setUpLink(url: string, secret: string): string {
  return `${url}/admin/#setup=${setUpToken(secret)}`;
}

/** `liangju serve`: goes on until a signal ends it. */
export const serve: Command = {
  name: 'serve',
  args: [],
  about: { 'zh-CN': '启动服务。', 'zh-TW': '啟動服務。', en: 'Starts the server.' },
  options: {},
  isAboutSettings: true,
  run: async (cli, { flags, configFile }) => {
    const config = await loadConfig({ env: cli.env, flags, configFile });
    const log = createLog({ level: config.logLevel, format: config.logFormat });
    // Loaded only here: the other commands start without the weight of the server.
    const { createApp } = await import('../app.ts');
    const app = await createApp(config, { log }).catch((cause: unknown) => Promise.reject(cannotOpen(cause)));
    for (const hint of hintsFor(config)) log.warn(say(['en'], hint));
    const forget = stopOnSignals({ stop: app.stop, log });
    let url: string;
    try {
      ({ url } = await app.start());
    } catch (error) {
      forget();
      await app.stop();
      throw whyNotListening(error, config.host, config.port);
    }
    if (config.demo) cli.out(`${say(cli.langs, { 'zh-CN': '示例文章', 'zh-TW': '範例文章', en: 'Demo article' })}: ${url}/demo\n`);
    cli.out(`${say(cli.langs, { 'zh-CN': '审核台', 'zh-TW': '審核台', en: 'Moderation console' })}: ${url}/admin/\n`);
    if (await app.needsSetUp()) {
      const about: Said = {
        'zh-CN': '设置首位管理员（链接只能用一次）',
        'zh-TW': '設定首位管理員（連結只能用一次）',
        en: 'Set up the first administrator (works once)',
      };
      cli.out(`${say(cli.langs, about)}: ${setUpLink(url, config.secret)}\n`);
    }
    log.info({ url }, 'listening');
    return null;
  },
};

function whyNotListening(error: unknown, host: string, port: number): unknown {
  const code = errorCode(error);
  if (code === 'EADDRINUSE') {
    return new Failed({
      'zh-CN': `${host} 的端口 ${port} 已被占用，请换一个 PORT。`,
      'zh-TW': `${host} 的連接埠 ${port} 已被占用，請換一個 PORT。`,
      en: `Port ${port} of ${host} is taken; choose another PORT.`,
    });
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Failed({
      'zh-CN': `不能在 ${host}:${port} 上监听（${code}），请检查 HOST 和 PORT。`,
      'zh-TW': `無法在 ${host}:${port} 上監聽（${code}），請檢查 HOST 與 PORT。`,
      en: `Cannot listen on ${host}:${port} (${code}); check HOST and PORT.`,
    });
  }
  return error;
}
