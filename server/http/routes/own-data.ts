import type { Express } from 'express';
import { OWN_DATA_FORMATS, type OwnDataFormat } from '../../../contract/own-data.ts';
import { routes } from '../../../contract/routes.ts';
import type { Reader } from '../../domain/types.ts';
import { Problem } from '../../domain/problem.ts';
import { presentJob } from '../../presenters/present-job.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { mount, type Reply } from '../route.ts';
import { siteActorOf } from './sites.ts';

const MEDIA_TYPES: Readonly<Record<OwnDataFormat, string>> = { json: 'application/json; charset=utf-8', html: 'text/html; charset=utf-8' };

/** All that is held of a reader: given out, and erased. */
export function mountOwnData(app: Express, deps: HttpDeps): void {
  const { ownData } = deps;

  async function exported(context: Context, reader: Reader, asked: OwnDataFormat | undefined): Promise<Reply> {
    const site = await deps.sites.get(reader.siteId);
    const format = asked ?? (context.req.accepts([...OWN_DATA_FORMATS]) === 'html' ? 'html' : 'json');
    const made = await ownData.export(site, reader);
    const headers = {
      'Content-Type': MEDIA_TYPES[format],
      'Content-Disposition': `attachment; filename="liangju-${site.id}-${reader.id}.${format}"`,
      'X-Content-Type-Options': 'nosniff',
    };
    return { status: 200, headers, pieces: format === 'html' ? ownData.html(made, context.lang) : ownData.json(made) };
  }

  /** The reader of a call of staff, who is on the call's site. */
  async function wanted(id: string): Promise<Reader> {
    const reader = await ownData.find(id);
    if (reader === null) throw new Problem('not-found');
    return reader;
  }

  mount(app, deps, routes.exportOwnData, async ({ query }, context) => {
    const site = await deps.sites.get(query.site);
    context.openTo(site);
    await deps.limits.spend('ownData', context.network);
    return exported(context, await context.reader(site), query.format);
  });

  mount(app, deps, routes.eraseOwnData, async ({ query, body }, context) => {
    const site = await deps.sites.get(query.site);
    context.openTo(site);
    await deps.limits.spend('ownData', context.network);
    const job = await ownData.erase(await context.reader(site), body.comments, null);
    return { status: 202, body: { job: presentJob(job) } };
  });

  mount(app, deps, routes.exportReader, async ({ params, query }, context) => {
    const reader = await wanted(params.id);
    await ownData.noteExport(siteActorOf(context), reader, query.reason);
    return exported(context, reader, query.format);
  });

  mount(app, deps, routes.exportEvidence, async ({ body }, context) => {
    const site = context.site();
    const { from = null, to = null, reason, thread, comment, reader } = body;
    const about = await ownData.findEvidence(site, { thread, comment, reader });
    const pieces = await ownData.evidence(siteActorOf(context), { site, about, from, to, reason, lang: context.lang });
    const headers = {
      'Content-Type': MEDIA_TYPES.html,
      'Content-Disposition': `attachment; filename="liangju-evidence-${site.id}.html"`,
      'X-Content-Type-Options': 'nosniff',
    };
    return { status: 200, headers, pieces };
  });

  mount(app, deps, routes.eraseReader, async ({ params, body }, context) => {
    const actor = siteActorOf(context);
    const job = await ownData.erase(await wanted(params.id), body.comments, { actor, reason: body.reason });
    return { status: 202, body: { job: presentJob(job) } };
  });
}
