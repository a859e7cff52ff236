import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { localize } from '../config/localized-text.ts';
import { type Cli, Failed } from './command.ts';

/** A script that gives no password closes its input; one that merely leaves it open is waited for this long. */
const PATIENCE_MS = 5_000;

/** The password for a new account, and whether it was made here, so that it has to be shown. */
export interface ChosenPassword {
  password: string;
  isMade: boolean;
}

/**
 * Asks for a password on a terminal, twice and without echo; else takes the first line of the standard
 * input; when there is none, makes one.
 * @param fromStdin the line is waited for however long it takes, and has to come.
 */
export async function choosePassword(cli: Cli, random: (bytes: number) => Uint8Array, fromStdin: boolean): Promise<ChosenPassword> {
  if (cli.stdin.isTTY && !fromStdin) return { password: await askTwice(cli), isMade: false };
  const line = await firstLine(cli.stdin, fromStdin ? null : PATIENCE_MS);
  if (line !== null && line !== '') return { password: line, isMade: false };
  if (fromStdin)
    throw new Failed({
      'zh-CN': '标准输入里没有密码。',
      'zh-TW': '標準輸入裡沒有密碼。',
      en: 'There is no password on the standard input.',
    });
  return { password: Buffer.from(random(15)).toString('base64url'), isMade: true };
}

async function askTwice(cli: Cli): Promise<string> {
  const password = await ask(cli, localize(cli.langs, { 'zh-CN': '密码', 'zh-TW': '密碼', en: 'Password' }));
  const again = await ask(cli, localize(cli.langs, { 'zh-CN': '再输一次', 'zh-TW': '再輸入一次', en: 'Once more' }));
  if (password === again) return password;
  throw new Failed({ 'zh-CN': '两次输入不一样。', 'zh-TW': '兩次輸入不一樣。', en: 'The two are not the same.' });
}

async function ask(cli: Cli, question: string): Promise<string> {
  cli.err(`${question}: `);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: cli.stdin, output: silence, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      terminal.once('line', resolve);
      terminal.once('close', () => reject(new Failed({ 'zh-CN': '已取消。', 'zh-TW': '已取消。', en: 'Cancelled.' })));
    });
  } finally {
    terminal.close();
    cli.err('\n');
  }
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
