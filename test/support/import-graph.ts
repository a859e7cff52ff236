import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** One import of a source file. */
export interface Import {
  /** The importing file, from the root of the repository. */
  readonly from: string;
  /** The imported file, from the root of the repository; or the name of a package. */
  readonly to: string;
  /** What the line says: `../domain/ids.ts`, `zod`. */
  readonly specifier: string;
  /** Whether nothing of it is left at run time. */
  readonly isType: boolean;
}

const STATIC = /^[ \t]*(?:import|export)\s+(?:(type)\s+)?(?:([^;'"()]*?)\s*\bfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /(:\s*|\btypeof\s+|=\s*)?\bimport\('([^']+)'\)/g;
/** Whether all names between braces are types: `{ type A, type B }`. */
const areTypes = (names: string): boolean => {
  const parts = /^\{([\s\S]*)\}$/
    .exec(names.trim())?.[1]
    ?.split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  return parts !== undefined && parts.length > 0 && parts.every((part) => part.startsWith('type '));
};

/** All source files of the service, the contract and the clients, from the root of the repository. */
export function sourceFiles(): string[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', 'server', 'contract', 'client-*'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .sort();
}

/** What a source text imports: static imports, exports from, and `import()` with a fixed name, as a value or in a type. */
export function importsOf(from: string, source: string): Import[] {
  const target = (specifier: string): string => (specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : specifier);
  const found: Import[] = [];
  for (const [, type, names = '', specifier = ''] of source.matchAll(STATIC)) {
    found.push({ from, to: target(specifier), specifier, isType: type !== undefined || areTypes(names) });
  }
  for (const [, before = '', specifier = ''] of source.matchAll(DYNAMIC)) {
    found.push({ from, to: target(specifier), specifier, isType: /^(?::|typeof)/.test(before) });
  }
  return found;
}

/** Every import of every source file. */
export const allImports = (): Import[] => sourceFiles().flatMap((file) => importsOf(file, readFileSync(join(ROOT, file), 'utf8')));

/** The module of a file: its folder under server/, one of the folders at the root, or the file itself where it stands in server/. */
export function moduleOf(file: string): string {
  const [top = '', folder = ''] = file.split('/');
  return top === 'server' ? `server/${folder}` : top;
}

/**
 * Groups of nodes that reach each other (strongly connected components with more than one node, or a node that reaches itself).
 * @param edges from a node to the nodes it imports.
 */
export function cycles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    low.set(node, order.get(node) ?? 0);
    open.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (open.includes(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== order.get(node)) return;
    const group = open.splice(open.indexOf(node)).sort();
    if (group.length > 1 || edges.get(node)?.has(node)) found.push(group);
  };
  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return found;
}

/** Edges between nodes, as a map; what a node imports of itself is left out where `loops` is false. */
export function edgesOf(imports: readonly Import[], nodeOf: (file: string) => string, loops = true): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    if (!/\.tsx?$/.test(to)) continue;
    const [a, b] = [nodeOf(from), nodeOf(to)];
    if (a === b && !loops) continue;
    edges.set(a, (edges.get(a) ?? new Set()).add(b));
  }
  return edges;
}
