import type { ExportFormat } from '../domain/export-formats.ts';
import type { Thread } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { exportSite } from '../transfer/export.ts';
import type { ExportRequest } from '../transfer/output/export-source.ts';
import type { ExportPart } from '../transfer/output/export-writer.ts';

/** Comments of a site in and out. */
export interface TransferServices {
  export: (format: ExportFormat, request: ExportRequest) => AsyncGenerator<ExportPart>;
  /** The thread of a key as the site writes it; null where there is none. */
  findThread: Store['threads']['find'];
}

export function createTransferServices({ store }: { store: Store }): TransferServices {
  return {
    export: (format, request) => exportSite(store, format, request),
    findThread: (siteId, key) => store.threads.find(siteId, key),
  };
}
