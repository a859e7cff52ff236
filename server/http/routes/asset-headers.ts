import type { Response } from 'express';

/** Not hashed: a new version is there five minutes after an upgrade. */
export const FIVE_MINUTES = 'public, max-age=300';

/** Any site may load the widget's files: as a script, as a module, from a page that isolates itself. */
export function openToAll(res: Response): void {
  res.set('Access-Control-Allow-Origin', '*');
  res.set('Cross-Origin-Resource-Policy', 'cross-origin');
}
