import { useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { getImportReport } from '../imports/import-calls.ts';
import { toast } from '../toasts.ts';
import { saveFile } from './save-file.ts';

/** Saves the report of an import as a file of the person's own. */
export function ReportButton({ id }: { id: string }) {
  const { imports: t, common } = texts();
  const [isBusy, setBusy] = useState(false);
  async function save(): Promise<void> {
    setBusy(true);
    try {
      saveFile(await getImportReport(id), `import-${id}.csv`);
    } catch (error) {
      toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad', kind: 'note' });
    } finally {
      setBusy(false);
    }
  }
  return (
    <button type="button" class="button" disabled={isBusy} onClick={() => void save()}>
      {t.download}
    </button>
  );
}
