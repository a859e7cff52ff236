/** The files that answer to the calls which themes make of other comment systems: plain scripts, and modules where themes import one. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { BROWSER, PUBLIC } from './browser-options.ts';

/** Each by the name under which it is kept; the names that themes ask for are in server/http/routes/compat-files.ts. */
const SCRIPTS = {
  valine: 'valine.ts',
  'waline.umd': 'waline-script.ts',
  twikoo: 'twikoo.ts',
  artalk: 'artalk-script.ts',
  disqus: 'disqus.ts',
  count: 'count.ts',
} as const;
const MODULES = { waline: 'waline-module.ts', artalk: 'artalk-module.ts' } as const;

/** Builds them, each whole: themes load one file. Gives the paths of what was read. */
export async function buildCompat(): Promise<string[]> {
  const inputs: string[] = [];
  for (const [files, format, ending] of [
    [SCRIPTS, 'iife', '.js'],
    [MODULES, 'esm', '.mjs'],
  ] as const) {
    const entries = Object.entries(files).map(([name, file]) => [name, `client-compat/${file}`]);
    const { metafile } = await build({
      ...BROWSER,
      entryPoints: Object.fromEntries(entries),
      outdir: join(PUBLIC, 'compat'),
      format,
      outExtension: { '.js': ending },
    });
    inputs.push(...Object.keys(metafile.inputs));
  }
  return inputs;
}
