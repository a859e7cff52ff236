import { createInterface } from 'node:readline';
import { type Cli, Failed } from './command.ts';

/** A script that gives no password closes its input; one that merely leaves it open is waited for this long. */
const PATIENCE_MS = 5_000;

/**
 * The password that a script gives as the first line of the standard input; null without one, and on a terminal, where the person
 * chooses it by the link.
 * @param fromStdin the line is waited for however long it takes, and has to come.
 */
export async function readPassword(cli: Pick<Cli, 'stdin'>, fromStdin: boolean): Promise<string | null> {
  if (cli.stdin.isTTY && !fromStdin) return null;
  const line = await firstLine(cli.stdin, fromStdin ? null : PATIENCE_MS);
  if (line !== null && line !== '') return line;
  if (!fromStdin) return null;
  throw new Failed({
    'zh-CN': '标准输入里没有密码。',
    'zh-TW': '標準輸入裡沒有密碼。',
    en: 'There is no password on the standard input.',
  });
}

/** The first line, or null when the input ends without one or, given a patience, nothing comes for so long (ms). */
async function firstLine(input: NodeJS.ReadableStream, patience: number | null): Promise<string | null> {
  const reader = createInterface({ input });
  let late: NodeJS.Timeout | undefined;
  try {
    return await new Promise<string | null>((resolve) => {
      reader.once('line', resolve);
      reader.once('close', () => resolve(null));
      if (patience !== null) late = setTimeout(() => resolve(null), patience);
    });
  } finally {
    clearTimeout(late);
    reader.close();
  }
}
