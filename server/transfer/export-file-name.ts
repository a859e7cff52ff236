import { EXPORT_FORMS, type ExportFormat } from '../domain/export-formats.ts';
import type { Ms, SiteId } from '../domain/types.ts';

/** What the file of an export is called: the site, the format where its ending does not say it, the day in UTC. */
export function exportFileName(format: ExportFormat, siteId: SiteId, now: Ms): string {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '');
  return `${siteId}-${format}-${day}.${EXPORT_FORMS[format].extension}`;
}
