import { timingSafeEqual } from 'node:crypto';
import type { Express, Request } from 'express';
import { Problem } from '../../domain/problem.ts';
import { TookTooLong, within } from '../../ops/within.ts';
import { StoreBusy } from '../../store/port.ts';
import { isLoopback } from '../../web/client-network.ts';
import { bearerOf } from '../context.ts';
import type { HttpDeps } from '../deps.ts';

/** A store that takes longer, ms, is not ready: the answer comes within a second. */
const LONGEST_LOOK = 800;

/** Only the address of the connection counts here: nothing that a header claims. */
function isLocal(req: Request): boolean {
  return isLoopback(req.socket.remoteAddress);
}

function mayReadMetrics(req: Request, token: string | null): boolean {
  if (token === null) return isLocal(req) && req.get('x-forwarded-for') === undefined;
  const given = Buffer.from(bearerOf(req.get('authorization')) ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Is it alive, can it serve, how is it doing. */
export function mountHealth(app: Express, deps: HttpDeps): void {
  app.get('/healthz', (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });

  app.get('/readyz', async (_req, res) => {
    if (deps.isDraining()) throw new Problem('shutting-down', { pub: { retryAfter: 5 } });
    // Load balancers ask often and do not wait long, whatever the store does.
    await within(deps.checkStore(), LONGEST_LOOK).catch((cause: unknown) => {
      throw cause instanceof TookTooLong ? new StoreBusy('the store is slow', { cause }) : cause;
    });
    res.set('Cache-Control', 'no-store').json({ status: 'ready' });
  });

  app.get('/metrics', async (req, res) => {
    if (!mayReadMetrics(req, deps.metricsToken)) throw new Problem('not-allowed');
    res
      .set('Cache-Control', 'no-store')
      .type(deps.metrics.contentType)
      .send(await deps.metrics.text());
  });
}
