import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
// It comes with jest, which reads its own settings by it; it has no types.
const yaml: { load: (text: string) => unknown } = createRequire(import.meta.url)('js-yaml');

/** A service as a compose file describes it: what the tests look at. */
export interface Service {
  profiles?: string[];
  ports?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, unknown>;
  volumes?: string[];
  image?: string;
  build?: string;
}

interface ComposeFile {
  name?: string;
  services: Record<string, Service & { extends?: { file: string; service: string } }>;
  volumes?: Record<string, unknown>;
}

/** `${NAME}`, `${NAME:-default}`, `${NAME:?message}`, `$$`, as the compose specification has them. @throws Error with the message. */
function interpolate(text: string, env: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$(?:\$|\{(\w+)(?::(-|\?)([^}]*))?\})/g, (all, name?: string, kind?: string, rest = '') => {
    if (name === undefined) return all === '$$' ? '$' : all;
    const value = env[name] ?? '';
    if (value !== '') return value;
    if (kind === '?') throw new Error(`required variable ${name} is missing a value: ${rest}`);
    return kind === '-' ? rest : '';
  });
}

function resolve(value: unknown, env: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return interpolate(value, env);
  if (Array.isArray(value)) return value.map((item: unknown) => resolve(item, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, env)]));
}

/**
 * What `docker compose -f FILE --profile … up` starts, by name: variables put in, extended services joined.
 * @throws Error for a variable that has to be set.
 */
export function composeServices(
  file: string,
  { profiles = [], env = {} }: { profiles?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Map<string, Service> {
  const read = (name: string): ComposeFile => resolve(yaml.load(readFileSync(join(ROOT, name), 'utf8')), env) as ComposeFile;
  const services = Object.entries(read(file).services).map(([name, { extends: base, ...own }]): [string, Service] => {
    if (base === undefined) return [name, own];
    const { extends: _none, ...from } = read(base.file).services[base.service] ?? {};
    return [name, { ...from, ...own, environment: { ...from.environment, ...own.environment } }];
  });
  return new Map(services.filter(([, { profiles: of }]) => of === undefined || of.some((profile) => profiles.includes(profile))));
}
