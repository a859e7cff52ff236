import about from '../../package.json' with { type: 'json' };
import { ConfigMistakes, EXIT_CONFIG } from '../config/load.ts';
import { localize, terminalLangs } from '../config/localized-text.ts';
import { may } from '../domain/permissions.ts';
import { ALL_SITES } from '../domain/all-sites.ts';
import { Problem } from '../domain/problem.ts';
import { errorText } from '../ops/error-code.ts';
import { type Cli, Failed, WrongUse } from './command.ts';
import { COMMANDS } from './commands.ts';
import { problemText } from './problem-text.ts';
import { helpOf, overview } from './help.ts';
import { groupOf, parse } from './parse.ts';
import { OPERATOR_PERMITTED } from './store.ts';

/**
 * Runs what the arguments ask for.
 * @returns the exit code: 0 done, 1 failed, 2 wrong use, 78 wrong settings; null when the process goes on (a server).
 */
export async function run(argv: readonly string[], world: Omit<Cli, 'langs'>): Promise<number | null> {
  const cli: Cli = { ...world, langs: terminalLangs(world.env) };
  const { langs } = cli;
  try {
    const asked = parse(COMMANDS, argv);
    if (asked.what === 'run') {
      const { action, run: runCommand } = asked.command;
      if (action !== null && !may(OPERATOR_PERMITTED, action, ALL_SITES)) throw new Problem('not-allowed');
      return await runCommand(cli, asked.called);
    }
    if (asked.what === 'version') {
      cli.out(`${about.version}\n`);
      return 0;
    }
    if (asked.what === 'help') {
      cli.out(asked.command === null ? overview(COMMANDS, langs) : helpOf(asked.command, langs));
      return 0;
    }
    if (asked.what === 'group') {
      cli.out(overview(asked.commands, langs));
      return 0;
    }
    const { word } = asked;
    const group = groupOf(COMMANDS, word ?? undefined);
    if (group.length > 0) {
      cli.err(overview(group, langs));
      return 2;
    }
    if (word !== null)
      cli.err(
        `${localize(langs, { 'zh-CN': `没有这个命令：${word}`, 'zh-TW': `沒有這個命令：${word}`, en: `There is no command ${word}.` })}\n\n`,
      );
    cli.err(overview(COMMANDS, langs));
    return 2;
  } catch (error) {
    return report(cli, argv, error);
  }
}

function report(cli: Cli, argv: readonly string[], error: unknown): number {
  const { langs } = cli;
  if (error instanceof ConfigMistakes) {
    for (const sentence of error.mistakes) cli.err(`${localize(langs, sentence)}\n`);
    return EXIT_CONFIG;
  }
  if (error instanceof WrongUse) {
    const command = COMMANDS.find(({ name }) => argv.join(' ').startsWith(name));
    cli.err(`${localize(langs, error.text)}\n\n${command === undefined ? overview(COMMANDS, langs) : helpOf(command, langs)}`);
    return 2;
  }
  if (error instanceof Failed) cli.err(`${localize(langs, error.text)}\n`);
  else if (error instanceof Problem) cli.err(`${localize(langs, problemText(error))}\n`);
  else cli.err(`${errorText(error)}\n`);
  return 1;
}
