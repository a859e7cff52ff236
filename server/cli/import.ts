import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { localize, type LocalizedText } from '../config/localized-text.ts';
import { secretInFile } from '../config/secret-file.ts';
import type { Site } from '../domain/types.ts';
import type { Imported } from '../transfer/import.ts';
import type { ImportReport } from '../transfer/import-report.ts';
import type { ImportOptions } from '../transfer/prepare-import.ts';
import { type Called, type Cli, type Command, Failed } from './command.ts';
import { importOptions, readImportOptions } from './import-options.ts';
import { importProblem, refusalText } from './import-refusals.ts';
import { reportCsv, reportLines, reportOnWire } from './import-report.ts';
import { createProgress } from './progress.ts';
import { wantSite } from './site.ts';
import { type Opened, withStore } from './store.ts';

/** `liangju import FILE… --site ID` */
export const importFile: Command = {
  name: 'import',
  args: ['FILE'],
  takesMore: true,
  action: 'transfer.import',
  about: {
    'zh-CN': '把文件里的评论导入一个站点，服务不用停；格式会自动识别，同一个文件再导一次不会重复。',
    'zh-TW': '把檔案裡的留言匯入一個站點，服務不用停；格式會自動識別，同一個檔案再匯一次不會重複。',
    en: 'Brings the comments of files into a site while the server runs; the format is recognised, and a second time adds nothing twice.',
  },
  options: importOptions,
  run: async (cli, called) => {
    const options = await readImportOptions(called);
    return withStore(cli, called, (opened) => bringIn(cli, called, options, opened), { mayMake: true });
  },
};

async function bringIn(cli: Cli, called: Called, options: ImportOptions, opened: Opened): Promise<number> {
  const site = await wantSite(opened.store, called.own.get('site')?.[0] ?? '');
  // Loaded only here: the other commands start without what renders and cleans texts.
  const { NotImportable } = await import('../transfer/input/not-importable.ts');
  const dir = await mkdtemp(join(tmpdir(), 'liangju-import-'));
  const progress = createProgress(cli, opened.now);
  try {
    const { report, imported } = await run(cli, called, options, { opened, site, dir, progress });
    progress.clear();
    for (const refusal of report.refused) cli.err(`${localize(cli.langs, refusalText(refusal))}\n`);
    const file = called.own.get('report')?.[0];
    if (file !== undefined) await writeFile(resolve(file), reportCsv(cli, report, imported), { mode: 0o600 });
    if (!called.own.has('json')) cli.out(reportLines(cli, report, imported));
    cli.out(`${JSON.stringify(reportOnWire(report, imported))}\n`);
    return report.refusedCount > 0 ? 1 : 0;
  } catch (error) {
    progress.clear();
    throw error instanceof NotImportable ? new Failed(importProblem(error)) : error;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const STEPS = {
  reading: { 'zh-CN': '读取文件', 'zh-TW': '讀取檔案', en: 'reading' },
  storing: { 'zh-CN': '导入', 'zh-TW': '匯入', en: 'storing' },
} as const satisfies Record<string, LocalizedText>;

interface Bringing {
  opened: Opened;
  site: Site;
  dir: string;
  progress: ReturnType<typeof createProgress>;
}

async function run(
  cli: Cli,
  called: Called,
  options: ImportOptions,
  { opened, site, dir, progress }: Bringing,
): Promise<{ report: ImportReport; imported: Imported | null }> {
  const { settings, store, random } = opened;
  const { prepareImport } = await import('../transfer/prepare-import.ts');
  const { importPrepared } = await import('../transfer/import.ts');
  const prepared = await prepareImport(
    called.args.map((file) => resolve(file)),
    {
      site: { id: site.id, origins: site.origins, threadKeys: site.settings.threadKeys },
      options,
      dir,
      areOwnIds: async (ids) => [...(await store.comments.get([...ids])).values()].every(({ siteId }) => siteId === site.id),
      onProgress: ({ records }) => progress.count(STEPS.reading, records),
    },
  );
  if (called.own.has('dry-run')) return { report: prepared.report, imported: null };
  const secret = settings.secret ?? (await secretInFile(settings.dataDir, random));
  const standIn = localize(cli.langs, { 'zh-CN': '匿名', 'zh-TW': '匿名', en: 'Anonymous' });
  const imported = await importPrepared({ store, secret, standIn }, site.id, prepared, ({ share }) => progress.at(STEPS.storing, share));
  return { report: prepared.report, imported: { ...imported, importId: opened.newId() } };
}
