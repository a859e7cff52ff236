import type { Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import { EXPORT_FORMS } from '../../domain/export-formats.ts';
import { Problem } from '../../domain/problem.ts';
import { threadKeyOf } from '../../domain/thread-key.ts';
import { exportFileName } from '../../transfer/export-file-name.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';

/** Moving comments in and out. */
export function mountTransfer(app: Express, deps: HttpDeps): void {
  const { transfer } = deps;

  mount(app, deps, routes.exportSite, async ({ query }, context) => {
    const site = context.site();
    const { format, thread: key, from = null, to = null, status, personal } = query;
    const thread = key === undefined ? null : await transfer.findThread(site.id, threadKeyOf(key, site.settings.threadKeys));
    if (key !== undefined && thread === null) throw new Problem('not-found');
    const { byDefault, mediaType } = EXPORT_FORMS[format];
    const request = { site, thread, from, to, statuses: new Set(status ?? byDefault), isPersonal: personal };
    const name = exportFileName(format, site.id, deps.now());
    return {
      status: 200,
      headers: { 'Content-Type': mediaType, 'Content-Disposition': `attachment; filename="${name}"` },
      pieces: textsOf(transfer.export(format, request)),
    };
  });
}

async function* textsOf(parts: AsyncIterable<{ text: string }>): AsyncGenerator<string> {
  for await (const { text } of parts) yield text;
}
