import { parseArgs, type ParseArgsConfig } from 'node:util';
import { flagOf, SETTING_NAMES } from '../config/schema.ts';
import { type Called, type Command, WrongUse } from './command.ts';

/** What the arguments ask for: a command with its input, its help or the overview, the version. */
export type Asked =
  | { what: 'run'; command: Command; called: Called }
  | { what: 'help'; command: Command | null }
  /** The help of all commands whose names begin so: `site`, `staff`. */
  | { what: 'group'; commands: readonly Command[] }
  | { what: 'version' }
  | { what: 'unknown'; word: string | null };

const SETTING_FLAGS: ReadonlySet<string> = new Set(SETTING_NAMES.flatMap((name) => flagOf(name) ?? []));

/** The command that the first words name, with the rest. */
function findCommand(commands: readonly Command[], argv: readonly string[]): { command: Command; rest: string[] } | null {
  for (const command of commands) {
    const words = command.name.split(' ');
    if (words.every((word, i) => argv[i] === word)) return { command, rest: argv.slice(words.length) };
  }
  return null;
}

/** The commands whose names begin with this word and go on. */
export function groupOf(commands: readonly Command[], word: string | undefined): readonly Command[] {
  return word === undefined ? [] : commands.filter(({ name }) => name.startsWith(`${word} `));
}

const asksForHelp = (word: string | undefined): boolean => word === '--help' || word === '-h';

function helpFor(commands: readonly Command[], words: readonly string[]): Asked {
  const command = findCommand(commands, words)?.command ?? null;
  const group = command === null ? groupOf(commands, words[0]) : [];
  return group.length > 0 ? { what: 'group', commands: group } : { what: 'help', command };
}

/**
 * Reads the arguments.
 * @throws WrongUse for an unknown option, a missing value or argument.
 */
export function parse(commands: readonly Command[], argv: readonly string[]): Asked {
  const [first] = argv;
  if (first === 'help' || asksForHelp(first)) return helpFor(commands, argv.slice(1));
  if (first === '--version' || first === '-v') return { what: 'version' };
  const found = findCommand(commands, argv);
  if (found === null) {
    if (groupOf(commands, first).length > 0 && argv.some(asksForHelp)) return helpFor(commands, argv);
    return { what: 'unknown', word: first ?? null };
  }
  const { command, rest } = found;
  if (rest.some(asksForHelp)) return { what: 'help', command };
  return { what: 'run', command, called: readOptions(command, rest) };
}

function readOptions(command: Command, args: string[]): Called {
  const options: NonNullable<ParseArgsConfig['options']> = { config: { type: 'string' } };
  for (const name of SETTING_FLAGS) options[name] = { type: 'string' };
  for (const [name, { type }] of Object.entries(command.options)) options[name] = { type };

  const own = new Map<string, string[]>();
  const flags: Record<string, string | boolean> = {};
  const positionals: string[] = [];
  let configFile: string | undefined;
  let strayAt = Number.NaN;
  for (const token of parseArgs({ args, options, strict: false, tokens: true }).tokens) {
    // What follows an unknown setting is its value, not an argument.
    if (token.kind === 'positional' && token.index !== strayAt + 1) positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { name } = token;
    const value = takesNext(token) ? undefined : token.value;
    const option = command.options[name];
    if (option !== undefined)
      own.set(name, [...(own.get(name) ?? []), givenValue(name, option.type, option.isMany === true, own.has(name), value)]);
    else if (name === 'config') configFile = givenValue(name, 'string', false, configFile !== undefined, value);
    else if (SETTING_FLAGS.has(name)) flags[name] = value ?? true;
    else if (command.isAboutSettings) {
      flags[name] = true;
      strayAt = token.index;
    } else throw unknownOption(token.rawName);
  }
  for (const [name, { isRequired }] of Object.entries(command.options)) if (isRequired && !own.has(name)) throw missingOption(name);
  if (positionals.length < command.args.length) throw missingArgument(command.args[positionals.length] ?? '');
  const extra = positionals[command.args.length];
  if (extra !== undefined && command.more === undefined) throw unknownArgument(extra);
  return { args: positionals, own, flags, configFile };
}

/** `--name --other`: the parser takes the next option as the value; a value that begins so has to be joined by `=`. */
function takesNext(token: { value?: string | undefined; inlineValue?: boolean | undefined }): boolean {
  return token.inlineValue === false && token.value?.startsWith('--') === true;
}

function givenValue(name: string, type: 'string' | 'boolean', isMany: boolean, isAgain: boolean, value: string | undefined): string {
  if (isAgain && !isMany) {
    throw new WrongUse({
      'zh-CN': `选项 --${name} 只能写一次。`,
      'zh-TW': `選項 --${name} 只能寫一次。`,
      en: `The option --${name} can be given only once.`,
    });
  }
  if (type === 'boolean') {
    if (value === undefined) return '';
    throw new WrongUse({
      'zh-CN': `选项 --${name} 后面不带值。`,
      'zh-TW': `選項 --${name} 後面不帶值。`,
      en: `The option --${name} takes no value.`,
    });
  }
  if (value !== undefined && value !== '') return value;
  throw new WrongUse({
    'zh-CN': `选项 --${name} 后面缺少值。`,
    'zh-TW': `選項 --${name} 後面缺少值。`,
    en: `The option --${name} needs a value.`,
  });
}

function unknownOption(name: string): WrongUse {
  return new WrongUse({ 'zh-CN': `不认识选项 ${name}。`, 'zh-TW': `不認識選項 ${name}。`, en: `There is no option ${name}.` });
}

export function missingOption(name: string): WrongUse {
  return new WrongUse({ 'zh-CN': `缺少选项 --${name}。`, 'zh-TW': `缺少選項 --${name}。`, en: `The option --${name} is missing.` });
}

export function missingArgument(name: string): WrongUse {
  return new WrongUse({ 'zh-CN': `缺少参数 ${name}。`, 'zh-TW': `缺少參數 ${name}。`, en: `The argument ${name} is missing.` });
}

function unknownArgument(text: string): WrongUse {
  return new WrongUse({ 'zh-CN': `多了参数 ${text}。`, 'zh-TW': `多了參數 ${text}。`, en: `There is one argument too many, ${text}.` });
}
