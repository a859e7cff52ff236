import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { localize, type LocalizedText } from '../config/localized-text.ts';
import { secretInFile } from '../config/secret-file.ts';
import type { Site } from '../domain/types.ts';
import type { Imported } from '../transfer/import.ts';
import type { ImportReport } from '../transfer/import-report.ts';
import { importProblem, refusalText, standInOf } from '../transfer/import-texts.ts';
import type { ImportOptions } from '../transfer/prepare-import.ts';
import { type Called, type Cli, type Command, Failed } from './command.ts';
import { withImportFolder } from './import-folder.ts';
import { importOptions, readImportOptions } from './import-options.ts';
import { reportLines, reportOnWire } from './import-report.ts';
import { keepMemorySmall } from './keep-memory-small.ts';
import { missingArgument, missingOption } from './parse.ts';
import { createProgress } from './progress.ts';
import { wantSite } from './site.ts';
import { OPERATOR, type Opened, withStore } from './store.ts';

/** `liangju import FILE… --site ID` */
export const importFile: Command = {
  name: 'import',
  args: [],
  more: 'FILE',
  action: 'transfer.import',
  about: {
    'zh-CN': '把文件里的评论导入一个站点，服务不用停；格式会自动识别，同一个文件再导一次不会重复。',
    'zh-TW': '把檔案裡的留言匯入一個站點，服務不用停；格式會自動識別，同一個檔案再匯一次不會重複。',
    en: 'Brings the comments of files into a site while the server runs; the format is recognised, and a second time adds nothing twice.',
  },
  options: importOptions,
  run: async (cli, called) => {
    const undo = called.own.get('undo')?.[0];
    if (undo !== undefined) return withStore(cli, called, (opened) => takeBack(cli, called, undo, opened));
    if (called.args.length === 0) throw missingArgument('FILE');
    if (!called.own.has('site')) throw missingOption('site');
    const options = await readImportOptions(called);
    keepMemorySmall();
    return withStore(cli, called, (opened) => withImportFolder((dir) => bringIn(cli, called, options, { opened, dir })), { mayMake: true });
  },
};

/** `liangju import --undo IMPORT_ID` */
async function takeBack(cli: Cli, called: Called, id: string, opened: Opened): Promise<number> {
  const made = await opened.store.imports.get(id);
  if (made === null) throw new Failed({ 'zh-CN': `没有导入 ${id}。`, 'zh-TW': `沒有匯入 ${id}。`, en: `There is no import ${id}.` });
  const { undoImport } = await import('../transfer/undo-import.ts');
  const progress = createProgress(cli, opened.now);
  const undone = await undoImport(opened, made, OPERATOR, ({ deleted }) => progress.count(STEPS.undoing, deleted));
  progress.clear();
  const { deleted, left } = undone;
  const done = {
    'zh-CN': `已撤回：删除了 ${deleted} 条评论，留下 ${left} 条（有人改过或回复过）。`,
    'zh-TW': `已撤回：刪除了 ${deleted} 則留言，留下 ${left} 則（有人改過或回覆過）。`,
    en: `Taken back: ${deleted} comments deleted, ${left} left because people changed or answered them.`,
  };
  if (!called.own.has('json')) cli.out(`${localize(cli.langs, done)}\n`);
  cli.out(`${JSON.stringify({ importId: id, ...undone })}\n`);
  return 0;
}

async function bringIn(
  cli: Cli,
  called: Called,
  options: ImportOptions,
  { opened, dir }: { opened: Opened; dir: string },
): Promise<number> {
  const site = await wantSite(opened.store, called.own.get('site')?.[0] ?? '');
  // Loaded only here: the other commands start without what renders and cleans texts.
  const { NotImportable } = await import('../transfer/input/not-importable.ts');
  const progress = createProgress(cli, opened.now);
  try {
    const { report, imported, importId } = await run(cli, called, options, { opened, site, dir, progress });
    progress.clear();
    for (const refusal of report.refused) cli.err(`${localize(cli.langs, refusalText(refusal))}\n`);
    const { reportCsv } = await import('../transfer/report-csv.ts');
    const file = called.own.get('report')?.[0];
    if (file !== undefined) await writeFile(resolve(file), reportCsv(cli.langs[0] ?? 'en', report, imported), { mode: 0o600 });
    if (!called.own.has('json')) cli.out(reportLines(cli, report, imported));
    cli.out(`${JSON.stringify(reportOnWire(report, imported, importId))}\n`);
    return report.refusedCount > 0 ? 1 : 0;
  } catch (error) {
    progress.clear();
    throw error instanceof NotImportable ? new Failed(importProblem(error)) : error;
  }
}

const STEPS = {
  reading: { 'zh-CN': '读取文件', 'zh-TW': '讀取檔案', en: 'reading' },
  storing: { 'zh-CN': '导入', 'zh-TW': '匯入', en: 'storing' },
  undoing: { 'zh-CN': '撤回', 'zh-TW': '撤回', en: 'taking back' },
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
): Promise<{ report: ImportReport; imported: Imported | null; importId: string | null }> {
  const { settings, store, random, now, newId } = opened;
  const { prepareImport } = await import('../transfer/prepare-import.ts');
  const { importPrepared, targetOf } = await import('../transfer/import.ts');
  const { finishImport, noteReport, openImport } = await import('../transfer/import-record.ts');
  const prepared = await prepareImport(
    called.args.map((file) => resolve(file)),
    {
      site,
      store,
      options,
      dir,
      onProgress: ({ records }) => progress.count(STEPS.reading, records),
    },
  );
  if (called.own.has('dry-run')) return { report: prepared.report, imported: null, importId: null };
  const secret = settings.secret ?? (await secretInFile(settings.dataDir, random));
  const standIn = standInOf(cli.langs[0] ?? '');
  const deps = { store, secret, standIn, now, newId };
  const made = await openImport(deps, {
    id: newId(),
    siteId: site.id,
    files: called.args.map((file) => basename(file)),
    options,
    by: OPERATOR,
  });
  await noteReport(deps, made.id, prepared.report);
  const imported = await importPrepared(deps, targetOf(made), prepared, ({ share }) => progress.at(STEPS.storing, share));
  await finishImport(deps, made, imported, OPERATOR);
  return { report: { ...prepared.report, takenKeys: imported.takenKeys }, imported, importId: made.id };
}
