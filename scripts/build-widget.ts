/** The comment box: embed.js, counts.js, and the parts of one version in a folder of their own. */
import { createHash } from 'node:crypto';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { BROWSER, PUBLIC, ROOT } from './browser-options.ts';
import { LEAN_PREACT, leanPreact } from './lean-preact.ts';
import { textSockets } from './text-sockets.ts';

/** Style sheets become strings; minified before that. */
const minifiedCss: Plugin = {
  name: 'minified-css',
  setup(plugin) {
    plugin.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ entryPoints: [path], bundle: true, minify: true, write: false, target: 'es2022' });
      return { contents: outputFiles[0]?.text ?? '', loader: 'text' };
    });
  },
};

/** The parts of the box beside embed.js, by the names under which it asks for them: those that share code, and those that stand alone. */
const SHARING = {
  app: 'mount.tsx',
  late: 'late-entry.ts',
  members: 'members-entry.ts',
  report: 'report-entry.tsx',
  own: 'own-entry.ts',
  verification: 'verification-entry.ts',
  'zh-TW': 'i18n/zh-TW.ts',
  en: 'i18n/en.ts',
} as const;
const ALONE = { live: 'live.ts', puzzle: 'puzzle.ts', duties: 'duties.ts', counts: 'counts.ts' } as const;

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

/** Builds it; gives the paths of what was read. */
export async function buildWidget(): Promise<Iterable<string>> {
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
