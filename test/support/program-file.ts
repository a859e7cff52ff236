import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/**
 * The file of the program that tests start: `LIANGJU_TEST_PROGRAM`, a path from the program's folder, which is what the
 * test command has built and the published package holds; else the sources as they are, which need no build and take
 * twice the time to start.
 * @param root the folder of the program, where that is another copy of it.
 */
export function programFile(root = ROOT): string {
  const built = process.env.LIANGJU_TEST_PROGRAM ?? '';
  return join(root, built === '' ? 'server/main.ts' : built);
}

/** The folder of it, from the program's: what another copy needs of it. */
export const programFolder = (): string => dirname(programFile('.'));

/** What a program needs to run, and nothing of the tests' own: where programs are, a home, and where Node keeps compiled scripts. */
export function programEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }) };
}
