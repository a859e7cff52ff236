import type { Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import { Problem } from '../../domain/problem.ts';
import { presentDelivery, presentWebhook } from '../../presenters/present-webhook.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';
import { siteActorOf } from './sites.ts';

/** Webhooks of sites, and what was sent to them. */
export function mountWebhooks(app: Express, deps: HttpDeps): void {
  const { webhooks } = deps;

  mount(app, deps, routes.listWebhooks, async (_input, context) => {
    const list = await webhooks.list(context.site().id);
    return { status: 200, body: { webhooks: list.map(presentWebhook) } };
  });

  mount(app, deps, routes.makeWebhook, async ({ body }, context) => {
    const { webhook, secret } = await webhooks.make(siteActorOf(context), context.site(), body);
    return { status: 201, body: { webhook: presentWebhook(webhook), secret } };
  });

  mount(app, deps, routes.changeWebhook, async ({ params, body }, context) => {
    const before = await webhooks.find(context.site(), params.webhook);
    const { webhook, secret } = await webhooks.change(siteActorOf(context), before, body);
    return { status: 200, body: { webhook: presentWebhook(webhook), secret } };
  });

  mount(app, deps, routes.removeWebhook, async ({ params }, context) => {
    await webhooks.remove(siteActorOf(context), await webhooks.find(context.site(), params.webhook));
    return { status: 204 };
  });

  mount(app, deps, routes.testWebhook, async ({ params }, context) => {
    const delivery = await webhooks.test(await webhooks.find(context.site(), params.webhook));
    return { status: 202, body: { delivery: presentDelivery(delivery, await webhooks.message(delivery)) } };
  });

  mount(app, deps, routes.listDeliveries, async ({ query }, context) => {
    const { webhook: webhookId, ...rest } = query;
    const slice = await webhooks.deliveries({ ...rest, webhookId, siteId: context.site().id });
    const deliveries = await Promise.all(slice.items.map(async (one) => presentDelivery(one, await webhooks.message(one))));
    return { status: 200, body: { deliveries, nextCursor: slice.nextCursor } };
  });

  mount(app, deps, routes.resendDelivery, async ({ params }, context) => {
    const resent = await webhooks.resend(context.site(), params.delivery);
    if (resent === 0) throw new Problem('not-found');
    return { status: 202, body: { resent } };
  });

  mount(app, deps, routes.resendParked, async ({ body }, context) => {
    const resent = await webhooks.resendParked(await webhooks.find(context.site(), body.webhook));
    return { status: 202, body: { resent } };
  });
}
