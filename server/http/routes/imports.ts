import type { Express, Request } from 'express';
import type { ImportQuery } from '../../../contract/imports.ts';
import { routes } from '../../../contract/routes.ts';
import { Problem } from '../../domain/problem.ts';
import type { Import } from '../../domain/imports.ts';
import { allowFile } from '../body-deadline.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';
import { siteActorOf } from './sites.ts';

/** Comments that are brought in from elsewhere. */
export function mountImports(app: Express, deps: HttpDeps): void {
  const { imports } = deps;

  async function find(id: string): Promise<Import> {
    const made = await imports.get(id);
    if (made === null) throw new Problem('not-found');
    return made;
  }

  mount(app, deps, routes.startImport, async ({ query }, context) => {
    allowFile(context.req);
    const { site, name } = query;
    const file = { siteId: site, name, options: optionsOf(query), lang: context.lang, body: bytesOf(context.req) };
    const made = await imports.receive(siteActorOf(context), file);
    return { status: 202, body: { import: imports.present(made, context.lang) } };
  });

  mount(app, deps, routes.listImports, async ({ query }, context) => {
    const slice = await imports.list({ siteId: context.site().id, limit: query.limit, cursor: query.cursor });
    return { status: 200, body: { imports: slice.items.map((made) => imports.present(made, context.lang)), nextCursor: slice.nextCursor } };
  });

  mount(app, deps, routes.findImport, async ({ params }, context) => ({
    status: 200,
    body: { import: imports.present(await find(params.id), context.lang) },
  }));

  mount(app, deps, routes.importReport, async ({ params }, context) => {
    const csv = imports.csv(await find(params.id), context.lang);
    if (csv === null) throw new Problem('not-found');
    const headers = { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="import-${params.id}.csv"` };
    return { status: 200, body: csv, headers };
  });

  mount(app, deps, routes.runImport, async ({ params }, context) => {
    const made = await imports.run(siteActorOf(context), await find(params.id), context.lang);
    return { status: 202, body: { import: imports.present(made, context.lang) } };
  });

  mount(app, deps, routes.undoImport, async ({ params }, context) => {
    const made = await imports.undo(siteActorOf(context), await find(params.id));
    return { status: 202, body: { import: imports.present(made, context.lang) } };
  });

  mount(app, deps, routes.discardImport, async ({ params }, context) => {
    const made = await imports.discard(siteActorOf(context), await find(params.id));
    return { status: 200, body: { import: imports.present(made, context.lang) } };
  });
}

/** The body. When no more of it is taken the rest is read all the same, and lost: who is still sending is to read why. */
async function* bytesOf(req: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* req.iterator({ destroyOnReturn: false });
  } finally {
    req.resume();
  }
}

function optionsOf({ format, baseUrl, timeZone, encoding, include, mapUrl, project }: ImportQuery) {
  const pairs = mapUrl.map((text) => {
    const at = text.search(/=https?:\/\//i);
    return { from: text.slice(0, at), to: text.slice(at + 1) };
  });
  return {
    format: format === 'auto' ? null : format,
    baseUrl: baseUrl ?? null,
    timeZone,
    encoding: encoding ?? null,
    include,
    mapUrls: pairs,
    project: project ?? null,
    columns: new Map<string, string>(),
  };
}
