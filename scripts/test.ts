/**
 * The test command: gets what the tests need and this machine lacks, then checks form, types and behaviour.
 * `check` alone does what needs no program from outside. What could not be got is said, and its tests are
 * left out; under `CI` that is a failure.
 */
import { type SpawnSyncReturns, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumPath } from '../test/support/chromium.ts';
import { findMongod } from '../test/support/mongod-binary.ts';
import { findNginx } from '../test/support/nginx.ts';
import { findRedis } from '../test/support/redis.ts';

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

function run(title: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): boolean {
  const started = performance.now();
  const { status } = spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', env });
  say(`${status === 0 ? 'ok    ' : 'FAILED'} ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return status === 0;
}

const quiet = (program: string, args: readonly string[]): SpawnSyncReturns<Buffer> => spawnSync(program, args, { stdio: 'pipe' });

/** Debian packages that Chromium needs, and a Chinese font to look at. */
const PACKAGES = ['libnss3', 'libgbm1', 'fonts-noto-cjk'];

function isInstalled(name: string): boolean {
  return quiet('dpkg', ['-s', name]).stdout?.toString().includes('Status: install ok installed') === true;
}

/** Installs the missing system packages where that is possible: as root on Debian. */
function bringPackages(): void {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return;
  const missing = PACKAGES.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  say(`installing ${missing.join(', ')}`);
  quiet('apt-get', ['update', '-q']);
  const { status, stderr } = spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], {
    stdio: 'pipe',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) say(`apt-get could not: ${stderr.toString().trim().split('\n').at(-1) ?? ''}`);
}

async function workingChromium(): Promise<string | null> {
  try {
    const path = await chromiumPath();
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
  bringPackages();
  const redis = findRedis();
  if (redis !== null) env.REDIS_SERVER = redis;
  else {
    env.LIANGJU_TEST_REDIS = 'absent';
    lacking.push('redis-server (set REDIS_SERVER)');
  }
  const nginx = findNginx();
  if (nginx !== null) env.NGINX = nginx;
  else {
    env.LIANGJU_TEST_NGINX = 'absent';
    lacking.push('nginx (set NGINX)');
  }
  const chromium = await workingChromium();
  if (chromium !== null) env.CHROMIUM_PATH = chromium;
  else {
    env.LIANGJU_TEST_CHROMIUM = 'absent';
    lacking.push('Chromium (set CHROMIUM_PATH)');
  }
  return lacking;
}

/**
 * Test files at a time: three on the smallest machine, since most of them wait for a server, a browser or a time-out;
 * no more than four, for each has a store, a server or a browser of its own.
 */
const AT_A_TIME = Math.min(4, Math.max(3, availableParallelism()));

/** Runs projects of jest; adds their counts. */
function jest(projects: readonly string[], env: NodeJS.ProcessEnv, totals: Totals): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'liangju-jest-'));
  const file = join(folder, 'result.json');
  try {
    const args = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(ROOT, 'node_modules/jest/bin/jest.js')];
    const options = ['--selectProjects', ...projects, '--json', `--outputFile=${file}`, `--maxWorkers=${AT_A_TIME}`];
    const isOk = run(`tests: ${projects.join(', ')}`, process.execPath, [...args, ...options], {
      ...env,
      NODE_OPTIONS: '--experimental-vm-modules',
    });
    const result: { numPassedTests: number; numFailedTests: number; numPendingTests: number; numRuntimeErrorTestSuites: number } =
      JSON.parse(readFileSync(file, 'utf8'));
    totals.passed += result.numPassedTests;
    totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    totals.skipped += result.numPendingTests;
    return isOk;
  } finally {
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

const isRight = [
  run('build', process.execPath, ['scripts/build.ts', 'client']),
  run('form, lint, walls', join(BIN, 'biome'), ['check', '.']),
  ...['server', 'client-console', 'client-widget', 'client-shared', 'test', 'bench'].map((project) =>
    run(`types: ${project}`, process.execPath, [TSC, '-p', project]),
  ),
  jest(['unit'], env, totals),
];
if (!isCheck) {
  const projects = ['store', 'http', 'fault', ...(env.LIANGJU_TEST_CHROMIUM === 'absent' ? [] : ['browser'])];
  // In one run, so that none waits for the last file of another.
  isRight.push(jest(projects, env, totals));
}
for (const what of lacking) say(`left out, for want of it: ${what}`);
const failed = totals.failed + isRight.filter((one) => !one).length;
say(`${totals.passed} passed, ${failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
