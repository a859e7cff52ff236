import type { Server } from 'node:http';
import { retentionDays } from './maintenance/retention.ts';
import type { Express } from 'express';
import type { WorkerLink } from './cluster/worker.ts';
import type { LiveTransport } from './comments/list-comments.ts';
import { basePathOf } from './http/base-path.ts';
import { createRequestLimits } from './http/request-limits.ts';
import { createHttp, createHttpServer } from './http/server.ts';
import { joinMetrics } from './ops/join-metrics.ts';
import { createPages, type Pages } from './page-cache/pages.ts';
import type { Services } from './services/services.ts';
import { dataHeaderPairs } from './web/data-headers.ts';
import { type OwnOrigin, ownOriginOf } from './web/own-origin.ts';
import type { Environment } from './services/environment.ts';

/** What answers HTTP requests; it is not bound to a port yet. */
export interface WebServer {
  server: Server;
  /** The router. */
  http: Express;
  /** The public pages, answered before the router. */
  pages: Pages;
  isOwnOrigin: OwnOrigin;
  /** The path below which all addresses stand; empty at the root of the host. */
  basePath: string;
}

/** What the root of the program gives; the functions are asked at every request. */
export interface WebOptions {
  /** Folder of the built widget and console. */
  publicFolder: string;
  liveTransport: () => LiveTransport;
  /** Where the service is reached from outside, without a slash at its end. */
  publicUrl: () => string;
  isDraining: () => boolean;
}

export function createWebServer(
  { config, store, log, metrics, now, steady }: Environment,
  services: Services,
  { liveTransport, publicUrl, isDraining, publicFolder }: WebOptions,
  link: WorkerLink | null,
): WebServer {
  const basePath = basePathOf(config.publicUrl);
  const isOwnOrigin = ownOriginOf(config.publicUrl);
  const pages = createPages({
    store,
    sites: services.sites,
    feeds: services.feeds,
    now: steady,
    timeOfDay: now,
    mostBytes: config.listingCacheMb * 1024 * 1024,
    headers: dataHeaderPairs(),
    log,
    liveTransport,
    observe: metrics.observeListing,
  });
  const http = createHttp({
    ...services,
    log,
    limits: createRequestLimits(config.limitsOn),
    limitsOn: config.limitsOn,
    passwords: config.staffPasswords !== 'off',
    secret: config.secret,
    publicUrl,
    isOwnOrigin,
    basePath,
    trustProxy: config.trustProxy,
    metricsToken: config.metricsToken,
    metrics: link === null ? metrics : { ...metrics, text: async () => joinMetrics(await link.metricsOfAll()) },
    retention: retentionDays(config),
    demo: config.demo !== 'off',
    publicFolder,
    isDraining,
  });
  return { server: createHttpServer(http, pages), http, pages, isOwnOrigin, basePath };
}
