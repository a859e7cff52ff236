import type { Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import { Problem } from '../../domain/problem.ts';
import { startRecheck } from '../../moderation/recheck.ts';
import { mayAdministrate, worksFor } from '../../people/staff.ts';
import { wireTime } from '../../presenters/present-comment.ts';
import { presentJob } from '../../presenters/present-job.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';

/** Work that takes longer than a request, and what the site has learnt. */
export function mountJobs(app: Express, deps: HttpDeps): void {
  const { store } = deps;

  mount(app, deps, routes.startRecheck, async ({ params }, context) => {
    const { staff } = context.staff();
    if (!worksFor(context.staff(), params.id)) throw new Problem('not-found');
    if (!mayAdministrate(context.staff(), params.id)) throw new Problem('not-allowed');
    const site = await deps.sites.get(params.id);
    const actor = { id: staff.id, name: staff.name, requestId: context.requestId };
    const job = await startRecheck(deps.siteDeps, actor, site.id);
    deps.wakeJobs();
    return { status: 202, body: { job: presentJob(job) } };
  });

  mount(app, deps, routes.findJob, async ({ params }, context) => {
    const job = await store.jobs.get(params.id);
    if (job === null || !worksFor(context.staff(), job.siteId)) throw new Problem('not-found');
    return { status: 200, body: { job: presentJob(job) } };
  });

  mount(app, deps, routes.listJobs, async ({ query }, context) => {
    if (!worksFor(context.staff(), query.site)) throw new Problem('not-found');
    const slice = await store.jobs.list({ siteId: query.site, limit: query.limit, cursor: query.cursor });
    return { status: 200, body: { jobs: slice.items.map(presentJob), nextCursor: slice.nextCursor } };
  });

  mount(app, deps, routes.listWordVersions, async ({ params }, context) => {
    if (!worksFor(context.staff(), params.id)) throw new Problem('not-found');
    const site = await deps.sites.get(params.id);
    const versions = await store.sites.wordVersions(site.id);
    const view = versions.map(({ version, entries, saved }) => ({
      version,
      entries,
      savedAt: saved === null ? null : wireTime(saved.at),
      by: saved?.by ?? null,
    }));
    return { status: 200, body: { versions: view } };
  });

  mount(app, deps, routes.listLearners, async ({ params }, context) => {
    if (!worksFor(context.staff(), params.id)) throw new Problem('not-found');
    const site = await deps.sites.get(params.id);
    return { status: 200, body: { models: await deps.learnersOf(site.id) } };
  });
}
