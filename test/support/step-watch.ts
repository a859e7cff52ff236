import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const STEPS = pathToFileURL(join(import.meta.dirname, 'longest-step.ts')).href;

/** What a server needs in its environment so that its steps can be asked for; `options` are further ones of Node. */
export const watchSteps = (file: string, options = ''): Record<string, string> => ({
  STEPS_FILE: file,
  NODE_OPTIONS: `--import ${STEPS} ${options}`.trim(),
});

/** The longest step of a server's main thread since this was asked last, ms of CPU (longest-step.ts). */
export async function longestStep(pid: number, file: string): Promise<number> {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 5));
  return Number(readFileSync(file, 'utf8'));
}
