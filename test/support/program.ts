import { execFileSync } from 'node:child_process';

/** Is this program there, and does it start? */
export function runs(program: string, args: readonly string[] = ['--version']): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
