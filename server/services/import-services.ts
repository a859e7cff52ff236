import type { Lang } from '../../contract/problem.ts';
import type { Import } from '../domain/imports.ts';
import type { Store } from '../store/port.ts';
import { type ImportJobDeps, receiveImport, runImport, startUndo } from '../transfer/import-jobs.ts';
import { discardImport } from '../transfer/discard-import.ts';
import { presentImport, reportOfImport } from '../transfer/present-import.ts';
import { reportCsv } from '../transfer/report-csv.ts';
import type { Bound } from './bound.ts';

/** Comments that are brought in from elsewhere. The errors stand at each use case. */
export interface ImportServices {
  get: (id: string) => Promise<Import | null>;
  list: Store['imports']['list'];
  receive: Bound<typeof receiveImport>;
  run: Bound<typeof runImport>;
  undo: Bound<typeof startUndo>;
  discard: Bound<typeof discardImport>;
  present: typeof presentImport;
  /** The report as CSV; null until the file is read. */
  csv: (made: Import, lang: Lang) => string | null;
}

export function createImportServices(deps: ImportJobDeps): ImportServices {
  const { imports } = deps.store;
  return {
    get: (id) => imports.get(id),
    list: (q) => imports.list(q),
    receive: (...rest) => receiveImport(deps, ...rest),
    run: (...rest) => runImport(deps, ...rest),
    undo: (...rest) => startUndo(deps, ...rest),
    discard: (...rest) => discardImport(deps, ...rest),
    present: presentImport,
    csv(made, lang) {
      const report = reportOfImport(made);
      return report === null ? null : reportCsv(lang, report, made.state === 'done' ? made : null);
    },
  };
}
