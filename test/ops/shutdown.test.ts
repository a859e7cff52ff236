import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';

let child: ChildProcess | undefined;
let lines: string[];

/** Starts a process that behaves so; gives a way to wait for what it says. */
function start(behaviour: string): { process: ChildProcess; says: (message: string) => Promise<void>; code: Promise<unknown> } {
  lines = [];
  const started = spawn(process.execPath, [join(import.meta.dirname, 'stoppable.ts'), behaviour], { stdio: ['ignore', 'pipe', 'inherit'] });
  child = started;
  started.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(...text.split('\n')));
  return {
    process: started,
    says: (message) => waitFor(() => lines.some((line) => line.includes(`"${message}"`))),
    code: once(started, 'exit').then(([code]: unknown[]) => code),
  };
}

afterEach(() => {
  child?.kill('SIGKILL');
});

describe('the end of a process', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s drains and exits 0', async (signal) => {
    const app = start('ends');
    await app.says('ready');
    app.process.kill(signal);
    expect(await app.code).toBe(0);
    expect(lines.join('\n')).toContain('"draining"');
  });

  test('a second signal exits 1 at once, though the drain hangs', async () => {
    const app = start('hangs');
    await app.says('ready');
    app.process.kill('SIGTERM');
    await app.says('draining');
    const again = setInterval(() => app.process.kill('SIGTERM'), 50);
    expect(await app.code).toBe(1);
    clearInterval(again);
    expect(lines.join('\n')).toContain('a second signal to stop');
  });

  test('the same signal twice at once, as npm and a terminal send it, is one', async () => {
    const app = start('ends-slowly');
    await app.says('ready');
    app.process.kill('SIGINT');
    app.process.kill('SIGTERM');
    expect(await app.code).toBe(0);
  });

  test('a drain that hangs is given up in the end, with 1', async () => {
    const app = start('hangs');
    await app.says('ready');
    app.process.kill('SIGTERM');
    expect(await app.code).toBe(1);
    expect(lines.join('\n')).toContain('gave up waiting');
  });

  test('a drain that fails exits 1 and says why', async () => {
    const app = start('fails');
    await app.says('ready');
    app.process.kill('SIGTERM');
    expect(await app.code).toBe(1);
    expect(lines.join('\n')).toContain('the store is gone');
  });

  test.each(['throws', 'rejects'])('an uncaught error (%s) is logged, drains and exits 1', async (behaviour) => {
    const app = start(behaviour);
    expect(await app.code).toBe(1);
    const all = lines.join('\n');
    expect(all).toContain('nobody caught this');
    expect(all).toContain('"draining"');
    expect(all).toContain('"level":"fatal"');
  });
});
