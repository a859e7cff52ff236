import { join } from 'node:path';
import { lastBackup } from './backup/folder.ts';
import { refuseHalfRestored } from './backup/half-restored.ts';
import type { WorkerLink } from './cluster/worker.ts';
import type { LiveTransport } from './comments/list-comments.ts';
import type { Config } from './config/load.ts';
import { makeDemoSite } from './demo/demo-site.ts';
import { createIds } from './domain/ids.ts';
import { countWrites } from './events/count-writes.ts';
import { serveBelow } from './http/base-path.ts';
import { watchBodies } from './http/body-deadline.ts';
import { type Connections, trackConnections } from './http/connections.ts';
import { listen } from './http/listen.ts';
import { answerLate } from './http/unreadable.ts';
import { chooseBus } from './live/choose-bus.ts';
import { checkSecret } from './maintenance/secret-check.ts';
import { steadyClock, systemClock } from './ops/clock.ts';
import { createLog, type Log } from './ops/log.ts';
import { createMetrics } from './ops/metrics.ts';
import { systemRandom } from './ops/random.ts';
import { createMail } from './services/mail.ts';
import { createServices } from './services/services.ts';
import { createBackground } from './services/background.ts';
import type { Environment } from './services/environment.ts';
import { createLiveParts } from './services/live.ts';
import { createWebServer } from './web-server.ts';
import { openStore } from './store/open-store.ts';
import { preferJieba } from './wordlists/text/boundary.ts';

/** The service, wired and not yet listening. */
export interface App {
  /** Begins to serve; gives the address. */
  start(): Promise<{ url: string; port: number }>;
  /** Stops accepting, has live clients reconnect, finishes what is in flight, closes the store. A second call does nothing. */
  stop(): Promise<void>;
  /** True while no member of staff may sign in. */
  needsSetUp(): Promise<boolean>;
}

/**
 * Opens the store, makes the services of it and the servers of those. Over 80 lines because starting and stopping share what is made.
 * @throws what the store throws when it cannot be opened.
 */
export async function createApp(config: Config, overrides: { log?: Log; link?: WorkerLink | null } = {}): Promise<App> {
  const log = overrides.log ?? createLog({ level: config.logLevel, format: config.logFormat });
  const link = overrides.link ?? null;
  await preferJieba();
  const opened = await openStore(config.databaseUrl ?? undefined, config.dataDir, {
    log,
    writer: link?.writer,
    onWritten: (changes) => notices.publish(changes, 'here'),
  });
  await refuseHalfRestored(opened).catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
  const metrics = createMetrics(systemClock);
  const store = countWrites(opened, metrics);
  const clocks = { now: systemClock, steady: steadyClock };
  const randomness = { random: systemRandom, chance: Math.random, newId: createIds(systemClock, systemRandom) };
  const environment: Environment = { config, store, log, metrics, ...clocks, ...randomness };
  let address = config.publicUrl ?? '';
  let draining = false;
  const publicUrl = (): string => config.publicUrl ?? address;
  const liveTransport = (): LiveTransport => (hub.isCrowded() ? 'poll' : 'socket');

  const mail = await createMail(config, metrics.countMail);
  const services = createServices(environment, { liveTransport, wakeJobs: () => jobs.wake(), sendMail: mail?.send ?? null, publicUrl });
  const { subscriptions, jobs, maintenance, backups } = createBackground(environment, services.background);
  const publicFolder = join(import.meta.dirname, 'public');
  const webOptions = { liveTransport, publicUrl, isDraining: () => draining, publicFolder };
  const { server, http, pages, isOwnOrigin, basePath } = createWebServer(environment, services, webOptions, link);
  const trusts = http.get('trust proxy fn');
  const { hub, peers, notices } = createLiveParts(environment, services, { server, pages, subscriptions, isOwnOrigin, trusts, link });
  link?.onMetrics(metrics.readings);
  metrics.watch({
    backlog: services.background.backlog,
    store: store.maintenance.size,
    subscriptions: subscriptions.lag,
    lastBackup: () => lastBackup(store),
    deliveries: services.background.deliveries,
    mailWaiting: store.mail.waiting,
    liveConnections: hub.connections,
    pages: pages.report,
  });

  let stopping: Promise<void> | null = null;
  let connections: Connections | null = null;
  async function stopAll(): Promise<void> {
    draining = true;
    maintenance.stop();
    const stopLive = (): Promise<void> => services.tallies.stop().then(hub.stop);
    await Promise.all([connections?.drain(stopLive) ?? stopLive(), jobs.stop(), backups.stop()]);
    await peers.stop();
    await subscriptions.stop();
    await services.background.deliverer.stop();
    await services.background.mails.stop();
    services.background.regions.stop();
    mail?.close();
    metrics.stop();
    await store.close();
  }

  return {
    needsSetUp: services.people.needsSetUp,
    async start() {
      const isFirst = link === null || link.worker === 1;
      if (isFirst) await checkSecret(store, config.secret, log);
      if (config.adminEmail !== null && config.adminPassword !== null) {
        await services.people.makeFirstAdministrator({ email: config.adminEmail, password: config.adminPassword });
      }
      // One of several processes is enough.
      if (config.demo !== 'off' && isFirst) await makeDemoSite({ ...environment, screen: services.screen }, config.demo === 'on');
      await services.background.regions.start();
      // Before the first request, so that no event is stored before a new subscription exists.
      await subscriptions.start();
      await link?.share(server);
      serveBelow(server, basePath);
      watchBodies(server, answerLate);
      connections = trackConnections(server, steadyClock, log);
      const listening = await listen(server, config.host, config.port, link);
      address = listening.address;
      await peers.start(await chooseBus(config, store, link?.bus, log));
      hub.start();
      maintenance.start();
      jobs.start();
      services.background.deliverer.start();
      services.background.mails.start();
      backups.start();
      return { url: publicUrl(), port: listening.port };
    },
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
}
