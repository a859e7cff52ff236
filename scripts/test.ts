/**
 * The test command: gets what the tests need and this machine lacks, then checks form, types and behaviour.
 * `check` alone does what needs no program from outside. What could not be got is said, and its tests are
 * left out; under `CI` that is a failure.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCaddy } from '../test/support/caddy.ts';
import { chromiumPath } from '../test/support/chromium.ts';
import { installPackages } from '../test/support/debian-packages.ts';
import { findMongod } from '../test/support/mongod-binary.ts';
import { startMongo } from '../test/support/mongo.ts';
import { findNginx } from '../test/support/nginx.ts';
import { PREPARED_DATABASE } from '../test/support/prepared-store.ts';
import { findRedis } from '../test/support/redis.ts';
import { mayMountDisks } from '../test/support/small-disk.ts';
import { findSystemdAnalyze } from '../test/support/systemd-analyze.ts';

const ROOT = join(import.meta.dirname, '..');
const BIN = join(ROOT, 'node_modules/.bin');
/** By its own path: openapi-typescript, which needs the interface of version 5, brings a `tsc` of that version. */
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const isCi = process.env.CI === 'true' || process.env.CI === '1';

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Step {
  title: string;
  program: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end; is all right?
 * @param isBeside others run meanwhile: what it prints comes in one piece, when it has ended.
 */
async function run({ title, program, args, env = process.env }: Step, isBeside = false): Promise<boolean> {
  const started = performance.now();
  const output = isBeside ? 'pipe' : 'inherit';
  const child = spawn(program, args, { cwd: ROOT, stdio: ['inherit', output, output], env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (more: string) => (text += more));
  const [status]: unknown[] = await once(child, 'close');
  process.stdout.write(text);
  say(`${status === 0 ? 'ok    ' : 'FAILED'} ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return status === 0;
}

/** Each checker of types has one thread, and the smallest machine two cores. */
const CHECKS_AT_ONCE = 2;

/** Runs all of them, the first ones first; which are right? */
async function runChecks(checks: readonly Step[]): Promise<boolean[]> {
  const waiting = [...checks];
  const results: boolean[] = [];
  const runNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results.push(await run(next, true));
  };
  await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, runNext));
  return results;
}

/** Debian packages that Chromium needs, and a Chinese font to look at. */
const PACKAGES = ['libnss3', 'libgbm1', 'fonts-noto-cjk'];

function workingChromium(): string | null {
  try {
    const path = chromiumPath();
    execFileSync(path, ['--version'], { stdio: 'pipe' });
    return path;
  } catch {
    return null;
  }
}

/** What the tests need from outside; gives what could not be got. */
async function bring(env: NodeJS.ProcessEnv): Promise<string[]> {
  const lacking: string[] = [];
  const mongod = await findMongod();
  const hasMongo = mongod !== null || (env.MONGODB_URI ?? '') !== '';
  if (mongod !== null) env.MONGOD_BINARY = mongod;
  if (!hasMongo) {
    env.LIANGJU_TEST_MONGO = 'absent';
    lacking.push('MongoDB (set MONGODB_URI or MONGOD_BINARY)');
  }
  const missing = installPackages(PACKAGES);
  if (missing !== null) say(`not installed: ${missing}`);
  const found = [
    { what: 'redis-server', path: findRedis(), setting: 'REDIS_SERVER', absent: 'LIANGJU_TEST_REDIS' },
    { what: 'nginx', path: findNginx(), setting: 'NGINX', absent: 'LIANGJU_TEST_NGINX' },
    { what: 'Caddy', path: findCaddy(), setting: 'CADDY', absent: 'LIANGJU_TEST_CADDY' },
    { what: 'systemd-analyze', path: findSystemdAnalyze(), setting: 'SYSTEMD_ANALYZE', absent: 'LIANGJU_TEST_SYSTEMD' },
    { what: 'Chromium', path: workingChromium(), setting: 'CHROMIUM_PATH', absent: 'LIANGJU_TEST_CHROMIUM' },
  ];
  for (const { what, path, setting, absent } of found) {
    if (path !== null) env[setting] = path;
    else {
      env[absent] = 'absent';
      lacking.push(`${what} (set ${setting})`);
    }
  }
  return lacking;
}

/**
 * Test files at a time: four on the smallest machine too, since most of them wait for a server, a browser or a time-out;
 * no more, for each has a store, a server or a browser of its own.
 */
const AT_A_TIME = 4;

/** Built once, the program starts in half the time; it is the one that is published. */
const PROGRAM = 'dist/main.js';

/** What tests find by their environment, and its end. */
interface Shared {
  env: NodeJS.ProcessEnv;
  stop: () => Promise<void>;
}

/**
 * What the test files of a run have in common, so that none makes it for itself: a store after a first start, of which servers
 * get a copy, and a replica set, in which each has its own database.
 */
async function shared(folder: string, env: NodeJS.ProcessEnv): Promise<Shared | null> {
  const store = join(folder, 'store');
  const prepare = (title: string, ...args: string[]): Promise<boolean> =>
    run({ title, program: process.execPath, args: ['test/support/prepare-store.ts', ...args], env });
  if (!(await prepare('a store for the tests', join(store, 'file')))) return null;
  const withStore = { ...env, LIANGJU_TEST_STORE: store };
  if (env.LIANGJU_TEST_MONGO === 'absent') return { env: withStore, stop: () => Promise.resolve() };
  const { uri, database, stop } = await startMongo({ replicaSet: true });
  // One that runs already may hold the database of an earlier run.
  const isOurs = (env.MONGODB_URI ?? '') === '';
  if (isOurs && !(await prepare('the same in MongoDB', join(store, 'database'), database(PREPARED_DATABASE)))) {
    await stop();
    return null;
  }
  return { env: { ...withStore, LIANGJU_TEST_REPLICA_SET: uri }, stop };
}

/** Runs projects of jest; adds their counts. */
async function jest(projects: readonly string[], env: NodeJS.ProcessEnv, totals: Totals): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'liangju-jest-'));
  const file = join(folder, 'result.json');
  // Also what the threads of stores run: each would strip the types of its files anew, by WebAssembly of its own, and V8
  // now and then ends a process in which such threads come and go (“Check failed: jit_page.has_value()”).
  const withCache = { ...env, NODE_COMPILE_CACHE: join(folder, 'compiled') };
  let given: Shared | null = null;
  try {
    given = projects.includes('http') ? await shared(folder, withCache) : { env: withCache, stop: () => Promise.resolve() };
    if (given === null) return false;
    const options = ['--selectProjects', ...projects, '--json', `--outputFile=${file}`, `--maxWorkers=${AT_A_TIME}`];
    const isOk = await run({
      title: `tests: ${projects.join(', ')}`,
      program: process.execPath,
      args: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(ROOT, 'node_modules/jest/bin/jest.js'), ...options],
      env: { ...given.env, NODE_OPTIONS: '--experimental-vm-modules' },
    });
    const result: { numPassedTests: number; numFailedTests: number; numPendingTests: number; numRuntimeErrorTestSuites: number } =
      JSON.parse(readFileSync(file, 'utf8'));
    totals.passed += result.numPassedTests;
    totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    totals.skipped += result.numPendingTests;
    return isOk;
  } finally {
    await given?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const isCheck = process.argv[2] === 'check';
const env: NodeJS.ProcessEnv = { ...process.env };
const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
const lacking = isCheck ? [] : await bring(env);
for (const what of lacking) say(`not here and not to be had: ${what}`);
if (lacking.length > 0 && isCi) {
  say('In CI nothing may be left out.');
  process.exit(1);
}
// Not to be had in most containers either, whatever CI brings: said, but no failure.
if (!isCheck && !mayMountDisks()) {
  env.LIANGJU_TEST_DISK = 'absent';
  lacking.push('a small disk that can be full (root alone may mount one)');
}

if (!isCheck) env.LIANGJU_TEST_PROGRAM = PROGRAM;
const isRight = [
  await run({ title: 'build', program: process.execPath, args: ['scripts/build.ts', ...(isCheck ? ['client'] : [])] }),
  ...(await runChecks([
    // The longest first. With one thread each takes half the CPU time of the usual four, which check much of it four times.
    ...['test', 'server', 'bench', 'client-compat', 'client-console', 'client-widget', 'client-shared'].map((project) => ({
      title: `types: ${project}`,
      program: process.execPath,
      args: [TSC, '-p', project, '--singleThreaded'],
    })),
    { title: 'form, lint, import rules', program: join(BIN, 'biome'), args: ['check', '.'] },
  ])),
  // In one run, so that none waits for the last file of another.
  await jest(
    isCheck ? ['unit'] : ['unit', 'store', 'http', 'fault', ...(env.LIANGJU_TEST_CHROMIUM === 'absent' ? [] : ['browser'])],
    env,
    totals,
  ),
];
for (const what of lacking) say(`left out, for want of it: ${what}`);
const failed = totals.failed + isRight.filter((one) => !one).length;
say(`${totals.passed} passed, ${failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
