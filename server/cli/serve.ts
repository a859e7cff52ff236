import { hasForeignPrimary, joinCluster, type WorkerLink } from '../cluster/worker.ts';
import { hintsFor } from '../config/hints.ts';
import { type Config, ConfigMistakes, loadConfig } from '../config/load.ts';
import { mistake } from '../config/mistakes.ts';
import { type LocalizedText, localize } from '../config/localized-text.ts';
import { steadyClock } from '../ops/clock.ts';
import { Problem } from '../domain/problem.ts';
import { errorCode } from '../ops/error-code.ts';
import { createLog, type Log } from '../ops/log.ts';
import { stopOnSignals } from '../ops/shutdown.ts';
import { setUpToken } from '../people/set-up.ts';
import { type Cli, type Command, Failed } from './command.ts';
import { problemText } from './problem-text.ts';
import { cannotOpen } from './store.ts';

/** Where the first administrator is made. The token stands behind the `#`: it reaches no log and no other site. */
export function setUpLink(url: string, secret: string): string {
  return `${url}/admin/#setup=${setUpToken(secret)}`;
}

/** `liangju serve`: goes on until a signal ends it. */
export const serve: Command = {
  name: 'serve',
  args: [],
  action: null,
  about: { 'zh-CN': '启动服务。', 'zh-TW': '啟動服務。', en: 'Starts the server.' },
  options: {},
  isAboutSettings: true,
  run: async (cli, { flags, configFile }) => {
    if (hasForeignPrimary()) throw new ConfigMistakes([mistake.foreignCluster()]);
    const config = await loadConfig({ env: cli.env, flags, configFile });
    const link = joinCluster();
    const log = createLog({ level: config.logLevel, format: config.logFormat });
    if (link !== null) return serveAsWorker(config, log.child({ worker: link.worker }), link);
    for (const hint of hintsFor(config)) log.warn(localize(['en'], hint));
    const started = config.workers > 1 ? await startWorkers(config, log) : await startApp(config, log, null);
    announce(cli, config, started);
    log.info({ url: started.url, ...(config.workers > 1 ? { workers: config.workers } : {}) }, 'listening');
    return null;
  },
};

interface Started {
  url: string;
  needsSetUp: boolean;
}

/** Serves in this process. @throws Failed. */
async function startApp(config: Config, log: Log, link: WorkerLink | null): Promise<Started & { port: number }> {
  // Loaded only here: the other commands start without the weight of the server.
  const { createApp } = await import('../app.ts');
  const app = await createApp(config, { log, link }).catch((cause: unknown) => Promise.reject(cannotOpen(cause)));
  const forget = stopOnSignals({ stop: app.stop, log });
  try {
    const { url, port } = await app.start();
    return { url, port, needsSetUp: await app.needsSetUp() };
  } catch (error) {
    forget();
    await app.stop();
    throw whyNotStarted(error, config.host, config.port);
  }
}

/** Serves as one of several; the primary prints what there is to print. */
async function serveAsWorker(config: Config, log: Log, link: WorkerLink): Promise<number | null> {
  try {
    link.ready(await startApp(config, log, link));
    return null;
  } catch (error) {
    if (error instanceof Failed) await link.failed(error.text);
    else log.fatal({ err: error }, 'could not start');
    process.exit(1);
  }
}

/** Has several processes serve, and watches over them. @throws Failed. */
async function startWorkers(config: Config, log: Log): Promise<Started> {
  const { createPrimary, StartFailed } = await import('../cluster/primary.ts');
  const { openWriterService } = await import('../store/open-store.ts');
  const writer = await openWriterService(config.databaseUrl ?? undefined, config.dataDir).catch((cause: unknown) =>
    Promise.reject(cannotOpen(cause)),
  );
  const primary = createPrimary({ workers: config.workers, writer, now: steadyClock, log });
  const forget = stopOnSignals({ stop: primary.stop, log });
  try {
    return await primary.start();
  } catch (error) {
    forget();
    await primary.stop();
    throw error instanceof StartFailed && error.text !== null ? new Failed(error.text) : error;
  }
}

/** Where to look, and how to begin. */
function announce(cli: Cli, config: Config, { url, needsSetUp }: Started): void {
  if (config.demo !== 'off')
    cli.out(`${localize(cli.langs, { 'zh-CN': '示例文章', 'zh-TW': '範例文章', en: 'Demo article' })}: ${url}/demo\n`);
  cli.out(`${localize(cli.langs, { 'zh-CN': '审核台', 'zh-TW': '審核台', en: 'Moderation console' })}: ${url}/admin/\n`);
  if (!needsSetUp) return;
  const about: LocalizedText = {
    'zh-CN': '设置首位管理员（链接只能用一次）',
    'zh-TW': '設定首位管理員（連結只能用一次）',
    en: 'Set up the first administrator (works once)',
  };
  cli.out(`${localize(cli.langs, about)}: ${setUpLink(url, config.secret)}\n`);
}

function whyNotStarted(error: unknown, host: string, port: number): unknown {
  if (error instanceof Problem && error.code === 'weak-password') {
    const text = problemText(error);
    return new Failed({
      'zh-CN': `ADMIN_PASSWORD：${text['zh-CN']}`,
      'zh-TW': `ADMIN_PASSWORD：${text['zh-TW']}`,
      en: `ADMIN_PASSWORD: ${text.en}`,
    });
  }
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
