/**
 * Builds what the server serves (`client`: widget and console, into server/public) and what is published
 * (`server`, into dist). Without an argument both. Does nothing when no input has changed since; with `--stale` it only says
 * what it would build.
 */
import { createHash } from 'node:crypto';
import { cp, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { z } from 'zod';
import { buildCompat } from './build-compat.ts';
import { LEAN_PREACT, leanPreact } from './lean-preact.ts';

const ROOT = join(import.meta.dirname, '..');
const { values, positionals } = parseArgs({ options: { stale: { type: 'boolean', default: false } }, allowPositionals: true });
const [target] = positionals;
/** Is it only asked what would be built? */
const isAsked = values.stale;
const PUBLIC = join(ROOT, 'server/public');
const DIST = join(ROOT, 'dist');

const BROWSER = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  metafile: true,
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  charset: 'utf8',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
} as const satisfies BuildOptions;

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

/** Hashes files as they are now, with the build itself, what esbuild is told of TypeScript, and the versions of Node and of all packages. */
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

const entryOf = (metafile: Metafile, source: string): string => {
  const found = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === source);
  if (found === undefined) throw new Error(`${source} was not built`);
  return found[0];
};

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

/** The parts of the box beside embed.js, by the names under which it asks for them: those that share code, and those that stand alone. */
const SHARING = { app: 'mount.tsx', late: 'late-entry.ts', 'zh-TW': 'i18n/zh-TW.ts', en: 'i18n/en.ts' } as const;
const ALONE = { live: 'live.ts', puzzle: 'puzzle.ts', counts: 'counts.ts' } as const;

/** Builds files of the box; gives their texts by name. */
async function buildParts(files: Readonly<Record<string, string>>, isSharing: boolean, inputs: Set<string>): Promise<Map<string, string>> {
  const { metafile, outputFiles } = await build({
    ...BROWSER,
    entryPoints: Object.fromEntries(Object.entries(files).map(([name, file]) => [name, `client-widget/${file}`])),
    outdir: 'w',
    format: 'esm',
    splitting: isSharing,
    chunkNames: 'shared',
    write: false,
    loader: { '.css': 'text' },
    plugins: [minifiedCss, ...(isSharing ? [leanPreact] : [textSockets])],
    ...(isSharing ? LEAN_PREACT : {}),
  });
  for (const file of Object.keys(metafile.inputs)) inputs.add(file);
  return new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
}

/**
 * What an entry and a later part have in common stands in a file of its own, and the entry does nothing but hand on
 * what that exports: a request for nothing. Puts that file in the entry's place, and lets it say itself what the entry
 * exported.
 * @throws Error when the entry is more than that
 */
function withoutStub(parts: Map<string, string>, entry: string): void {
  const stub = parts.get(entry) ?? '';
  const shared = parts.get('shared.js') ?? '';
  const [, there, , name] = /^import\{(\w+) as (\w+)\}from"\.\/shared\.js";export\{\2 as (\w+)\};\s*$/.exec(stub) ?? [];
  const local = new RegExp(`[{,](\\w+) as ${there}[,}]`).exec(shared.slice(shared.lastIndexOf('export{')))?.[1];
  if (local === undefined) throw new Error(`${entry} is not only a way to what is shared: ${stub.slice(0, 200)}`);
  parts.delete('shared.js');
  for (const [file, text] of parts) parts.set(file, text.replaceAll('"./shared.js"', `"./${entry}"`));
  parts.set(entry, `${shared.trimEnd()}export{${local} as ${name}};\n`);
}

async function buildWidget(): Promise<Iterable<string>> {
  const inputs = new Set<string>();
  const parts = await buildParts(SHARING, true, inputs);
  withoutStub(parts, 'app.js');
  for (const [file, text] of await buildParts(ALONE, false, inputs)) parts.set(file, text);
  const hash = createHash('sha256');
  for (const file of [...parts.keys()].sort()) hash.update(`${file}\n${parts.get(file)}`);
  // All in one folder by what is in them: a page never gets parts of two versions.
  const version = hash.digest('hex').slice(0, 8);
  await mkdir(join(PUBLIC, 'w', version), { recursive: true });
  // Each says of which version it is: servers of two versions may answer one page (client-widget/chunks.ts).
  for (const [file, text] of parts)
    await writeFile(join(PUBLIC, 'w', version, file), `${text.trimEnd()}export const version="${version}";\n`);
  const scripts = await build({
    ...BROWSER,
    entryPoints: { embed: 'client-widget/loader.ts', counts: 'client-widget/counts-only.ts' },
    outdir: 'server/public',
    format: 'iife',
    define: { ...BROWSER.define, VERSION: JSON.stringify(version) },
  });
  for (const file of Object.keys(scripts.metafile.inputs)) inputs.add(file);
  await cp(join(ROOT, 'client-widget/embed.d.ts'), join(PUBLIC, 'embed.d.ts'));
  inputs.add('client-widget/embed.d.ts');
  const files = ['embed.js', 'counts.js', ...[...parts.keys()].map((file) => `w/${version}/${file}`)];
  const manifest = { first: ['embed.js', `w/${version}/app.js`], files, inputs: [...inputs] };
  await writeFile(join(PUBLIC, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return inputs;
}

/** Style sheets become strings; minified before that. */
const minifiedCss: NonNullable<BuildOptions['plugins']>[number] = {
  name: 'minified-css',
  setup(plugin) {
    plugin.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ entryPoints: [path], bundle: true, minify: true, write: false, target: 'es2022' });
      return { contents: outputFiles[0]?.text ?? '', loader: 'text' };
    });
  },
};

/**
 * What stands for parts of the socket library that the box never uses (another transport, messages that are not
 * text) or that every browser has (taking an address apart).
 */
const LEANER: Readonly<Record<string, string>> = {
  'transports/webtransport.js': 'export const WT = undefined;',
  'socket.io-parser/build/esm/is-binary.js': 'export const isBinary = () => false; export const hasBinary = isBinary;',
  'socket.io-parser/build/esm/binary.js':
    'export const deconstructPacket = (packet) => ({ packet, buffers: [] }); export const reconstructPacket = (packet) => packet;',
  'contrib/parseuri.js': `export function parse(source) {
    const { protocol, hostname, port, pathname } = new URL(source);
    return { source, protocol: protocol.slice(0, -1), host: hostname.replace(/[[\\]]/g, ''), port, path: pathname };
  }`,
  'engine.io-parser/build/esm/encodePacket.browser.js': `import { PACKET_TYPES } from './commons.js';
    export const encodePacket = ({ type, data }, _, done) => done(PACKET_TYPES[type] + (data || ''));
    export const encodePacketToBinary = encodePacket;`,
  'engine.io-parser/build/esm/decodePacket.browser.js': `import { ERROR_PACKET, PACKET_TYPES_REVERSE } from './commons.js';
    export function decodePacket(text) {
      const type = PACKET_TYPES_REVERSE[String(text).charAt(0)];
      if (!type) return ERROR_PACKET;
      return text.length > 1 ? { type, data: text.substring(1) } : { type };
    }`,
  'contrib/base64-arraybuffer.js': 'export const encode = String; export const decode = String;',
};

/** Leaves out of the box's sockets what they never use, or have anyway. */
const textSockets: NonNullable<BuildOptions['plugins']>[number] = {
  name: 'text-sockets',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/](?:socket|engine)\.io-[\w-]+[\\/].*\.js$/ }, ({ path }) => {
      const file = Object.keys(LEANER).find((end) => path.replaceAll('\\', '/').endsWith(end));
      return file === undefined ? undefined : { contents: LEANER[file] ?? '', loader: 'js' };
    });
  },
};

/**
 * Keeps all that the console's first screen needs in one file, which compresses better than a dozen: whatever is
 * loaded later is said to need all of it.
 */
const deskInOne: NonNullable<BuildOptions['plugins']>[number] = {
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

async function buildConsole(): Promise<Iterable<string>> {
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
  return [...Object.keys(metafile.inputs), ...((await stampIn(PUBLIC))?.inputs ?? []), 'package.json'];
}

await fresh('widget and console', PUBLIC, async () => {
  const inputs = [...(await buildWidget()), ...(await buildCompat(BROWSER, join(PUBLIC, 'compat'))), ...(await buildConsole())];
  await pack(PUBLIC);
  return inputs;
});
if (target !== 'client') await fresh('server', DIST, buildServer);
