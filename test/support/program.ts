import { execFileSync } from 'node:child_process';

/** Is this program there, and does it start? */
export function runs(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
