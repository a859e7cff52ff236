import type { Ms } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { exportFileName } from '../transfer/export-file-name.ts';
import { exportSite } from '../transfer/export.ts';
import type { Bound } from './bound.ts';

/** Comments of a site as files. */
export interface ExportServices {
  write: Bound<typeof exportSite>;
  /** What the file is called. */
  nameOf: (...of: [format: Parameters<typeof exportFileName>[0], siteId: string]) => string;
  findThread: Store['threads']['find'];
}

export function createExportServices({ store, now }: { store: Store; now: () => Ms }): ExportServices {
  return {
    write: (...rest) => exportSite(store, ...rest),
    nameOf: (format, siteId) => exportFileName(format, siteId, now()),
    findThread: (...rest) => store.threads.find(...rest),
  };
}
