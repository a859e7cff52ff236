/** The moderators' console: its page, and its scripts and style by what is in them. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { BROWSER, PUBLIC, ROOT } from './browser-options.ts';
import { textSockets } from './text-sockets.ts';

const entryOf = (metafile: Metafile, source: string): string => {
  const found = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === source);
  if (found === undefined) throw new Error(`${source} was not built`);
  return found[0];
};

/**
 * Keeps all that the console's first screen needs in one file, which compresses better than a dozen: whatever is
 * loaded later is said to need all of it.
 */
const deskInOne: Plugin = {
  name: 'desk-in-one',
  setup(plugin) {
    plugin.onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' ? { path: join(resolveDir, path), pluginData: 'later' } : undefined,
    );
    plugin.onLoad({ filter: /client-console[\\/].*\.tsx?$/ }, async ({ path, pluginData }) => {
      if (pluginData !== 'later') return undefined;
      const main = JSON.stringify(join(ROOT, 'client-console/main.tsx'));
      return { contents: `import ${main};\n${await readFile(path, 'utf8')}`, loader: path.endsWith('x') ? 'tsx' : 'ts' };
    });
  },
};

/**
 * A browser keeps a file that failed as failed under its address for as long as the page lives: what stands in
 * `import.meta.again` makes it another address (client-console/parts/later.tsx).
 */
const LATER_IMPORT = /import\("(\.\/[\w.-]+\.js)"\)/g;

/** Builds it; gives the paths of what was read. */
export async function buildConsole(): Promise<Iterable<string>> {
  const { metafile, outputFiles } = await build({
    ...BROWSER,
    // The style by itself: each script that is said to need the first one would get a copy.
    entryPoints: { main: 'client-console/main.tsx', style: 'client-console/style/index.css' },
    outdir: 'server/public/admin',
    format: 'esm',
    splitting: true,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    write: false,
    plugins: [deskInOne, textSockets],
  });
  await mkdir(join(PUBLIC, 'admin'), { recursive: true });
  for (const { path, text } of outputFiles) await writeFile(path, text.replaceAll(LATER_IMPORT, 'import("$1"+(import.meta.again||""))'));
  if (outputFiles.filter(({ text }) => text.search(LATER_IMPORT) >= 0).length !== 1)
    throw new Error('what loads parts of the console is in more than one file');
  // Under one name in every version: they are there when the files of a version are not.
  await build({
    ...BROWSER,
    entryPoints: ['client-console/start.ts', 'client-console/not-loaded.ts'],
    outdir: 'server/public/admin',
    format: 'esm',
    splitting: true,
  });
  const entry = entryOf(metafile, 'client-console/main.tsx');
  const style = entryOf(metafile, 'client-console/style/index.css');
  // What the script asks for first is asked for with it.
  const first = (metafile.outputs[entry]?.imports ?? []).filter(({ kind }) => kind === 'import-statement');
  const preloads = first.map(({ path }) => `<link rel="modulepreload" href="${basename(path)}" />`);
  const template = await readFile(join(ROOT, 'client-console/index.html'), 'utf8');
  const page = template
    .replaceAll('%SCRIPT%', basename(entry))
    .replaceAll('%STYLE%', basename(style))
    .replaceAll('<!-- %PRELOADS% -->', preloads.join('\n    '));
  await writeFile(join(PUBLIC, 'admin/index.html'), page);
  return [...Object.keys(metafile.inputs), 'client-console/index.html'];
}
