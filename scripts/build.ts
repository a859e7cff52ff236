/**
 * Builds what the server serves (`client`: widget and console, into server/public) and what is published
 * (`server`, into dist). Without an argument both. Does nothing when no input has changed since; with `--stale` it only says
 * what it would build.
 */
import { createHash } from 'node:crypto';
import { cp, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { z } from 'zod';
import { PUBLIC, ROOT } from './browser-options.ts';
import { buildCompat } from './build-compat.ts';
import { buildConsole } from './build-console.ts';
import { buildWidget } from './build-widget.ts';

const { values, positionals } = parseArgs({ options: { stale: { type: 'boolean', default: false } }, allowPositionals: true });
const [target] = positionals;
/** Is it only asked what would be built? */
const isAsked = values.stale;
const DIST = join(ROOT, 'dist');

/** What a target was made of: the files that esbuild read (and those that were copied), and a hash of them all. */
const Stamp = z.object({ hash: z.string(), inputs: z.array(z.string()) });

/** Reads what the last build of a target was made of; null where there was none. */
async function stampIn(outputs: string): Promise<z.infer<typeof Stamp> | null> {
  try {
    return Stamp.parse(JSON.parse(await readFile(join(outputs, '.stamp'), 'utf8')));
  } catch {
    return null;
  }
}

/** Hashes files as they are now, with the build itself, the settings of TypeScript that esbuild reads, and the versions of Node and of all packages. */
async function hashOf(inputs: Iterable<string>): Promise<string> {
  const files = new Set([...inputs, 'package-lock.json']);
  for await (const file of glob(['scripts/*.ts', 'tsconfig.base.json', '*/tsconfig.json'], { cwd: ROOT })) files.add(file);
  const hash = createHash('sha256').update(process.version);
  for (const file of [...files].sort()) hash.update(`${file}\n`).update(await readFile(join(ROOT, file)).catch(() => 'missing'));
  return hash.digest('hex');
}

/**
 * Runs a target unless all that it was made of is as it was. Only a file that was read can bring in another one, so that
 * the files of the last build decide.
 * @param run builds, and gives the paths of what it read
 */
async function fresh(name: string, outputs: string, run: () => Promise<Iterable<string>>): Promise<void> {
  const stamp = await stampIn(outputs);
  if (stamp !== null && stamp.hash === (await hashOf(stamp.inputs))) return;
  if (isAsked) {
    process.stdout.write(`stale: ${name}\n`);
    return;
  }
  const started = performance.now();
  await rm(outputs, { recursive: true, force: true });
  await mkdir(outputs, { recursive: true });
  // The packages are in package-lock.json.
  const inputs = [...new Set(await run())].filter((file) => !file.startsWith('node_modules/')).sort();
  await writeFile(join(outputs, '.stamp'), `${JSON.stringify({ hash: await hashOf(inputs), inputs }, null, 2)}\n`);
  process.stdout.write(`built ${name} in ${Math.round(performance.now() - started)} ms\n`);
}

/** Shorter files are sent as they are: packing them saves nothing. */
const WORTH_PACKING = 400;

/** Puts beside each file what the server sends to who takes it packed: `.br` and `.gz`. */
async function pack(folder: string): Promise<void> {
  for await (const file of glob('**/*.{js,mjs,css,html,ts}', { cwd: folder })) {
    const content = await readFile(join(folder, file));
    if (content.length < WORTH_PACKING) continue;
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    await writeFile(join(folder, `${file}.br`), brotliCompressSync(content, { params }));
    await writeFile(join(folder, `${file}.gz`), gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
  }
}

async function buildServer(): Promise<Iterable<string>> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: {
      main: 'server/main.ts',
      writer: 'server/store/sqlite/writer.ts',
      'list-thread': 'server/wordlists/list-thread.ts',
      'compile-thread': 'server/wordlists/compile-thread.ts',
      app: 'server/app.ts',
    },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    sourcemap: 'linked',
    metafile: true,
    logLevel: 'warning',
  });
  await cp(PUBLIC, join(DIST, 'public'), { recursive: true });
  await cp(join(ROOT, 'node_modules/ip2region-ts/data/ip2region.xdb'), join(DIST, 'ip2region.xdb'));
  return [...Object.keys(metafile.inputs), ...((await stampIn(PUBLIC))?.inputs ?? []), 'package.json'];
}

await fresh('widget and console', PUBLIC, async () => {
  const inputs = [...(await buildWidget()), ...(await buildCompat()), ...(await buildConsole())];
  await pack(PUBLIC);
  return inputs;
});
if (target !== 'client') await fresh('server', DIST, buildServer);
