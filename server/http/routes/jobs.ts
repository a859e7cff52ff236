import type { Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import { Problem } from '../../domain/problem.ts';
import { wireTime } from '../../presenters/present-comment.ts';
import { presentJob } from '../../presenters/present-job.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';
import { siteActorOf } from './sites.ts';

/** Work that takes longer than a request, and what the site has learnt. */
export function mountJobs(app: Express, deps: HttpDeps): void {
  const { jobs, words } = deps;

  mount(app, deps, routes.startRecheck, async (_input, context) => {
    const job = await jobs.startRecheck(siteActorOf(context), context.site().id);
    return { status: 202, body: { job: presentJob(job) } };
  });

  mount(app, deps, routes.findJob, async ({ params }) => {
    const job = await jobs.get(params.id);
    if (job === null) throw new Problem('not-found');
    return { status: 200, body: { job: presentJob(job) } };
  });

  mount(app, deps, routes.listJobs, async ({ query }, context) => {
    const slice = await jobs.list({ siteId: context.site().id, limit: query.limit, cursor: query.cursor });
    return { status: 200, body: { jobs: slice.items.map(presentJob), nextCursor: slice.nextCursor } };
  });

  mount(app, deps, routes.listWordVersions, async (_input, context) => {
    const versions = await words.versions(context.site().id);
    const view = versions.map(({ version, entries, saved }) => ({
      version,
      entries,
      savedAt: wireTime(saved.at),
      by: saved.by,
    }));
    return { status: 200, body: { versions: view } };
  });

  mount(app, deps, routes.listLearners, async (_input, context) => ({
    status: 200,
    body: { models: await jobs.learners(context.site().id) },
  }));
}
