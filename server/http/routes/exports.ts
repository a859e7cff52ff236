import type { Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import { EXPORT_FORMS } from '../../domain/export-formats.ts';
import { Problem } from '../../domain/problem.ts';
import { threadKeyOf } from '../../domain/thread-key.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';

/** Comments of a site as files. */
export function mountExports(app: Express, deps: HttpDeps): void {
  const { exports } = deps;

  mount(app, deps, routes.exportSite, async ({ query }, context) => {
    const site = context.site();
    const { format, thread: key, from = null, to = null, status, personal } = query;
    const thread = key === undefined ? null : await exports.findThread(site.id, threadKeyOf(key, site.settings.threadKeys));
    if (key !== undefined && thread === null) throw new Problem('not-found');
    const { byDefault, mediaType } = EXPORT_FORMS[format];
    const parts = exports.write(format, { site, thread, from, to, statuses: new Set(status ?? byDefault), isPersonal: personal });
    const disposition = `attachment; filename="${exports.nameOf(format, site.id)}"`;
    return { status: 200, headers: { 'Content-Type': mediaType, 'Content-Disposition': disposition }, pieces: textsOf(parts) };
  });
}

async function* textsOf(parts: AsyncIterable<{ text: string }>): AsyncGenerator<string> {
  for await (const { text } of parts) yield text;
}
