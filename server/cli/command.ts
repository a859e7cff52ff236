import type { Lang } from '../../contract/problem.ts';
import type { LocalizedText } from '../config/localized-text.ts';
import type { StaffAction } from '../domain/permissions.ts';

/** An option of a command, beside the settings that every command takes. */
export interface Option {
  type: 'string' | 'boolean';
  /** What stands for its value in the help. */
  value?: string;
  /** Can be given several times. */
  isMany?: boolean;
  isRequired?: boolean;
  about: LocalizedText;
}

/** What a command was called with. */
export interface Called {
  args: readonly string[];
  /** Its own options, in the order given. */
  own: ReadonlyMap<string, readonly string[]>;
  /** Settings given as flags, by name; true for one without a value. */
  flags: Readonly<Record<string, string | boolean>>;
  configFile: string | undefined;
}

/** The world of a command: nothing else is read or written. */
export interface Cli {
  env: Readonly<Record<string, string | undefined>>;
  langs: readonly Lang[];
  stdin: NodeJS.ReadStream;
  out: (text: string) => void;
  /** The same for much: resolves when more may be written. */
  write: (text: string) => Promise<void>;
  err: (text: string) => void;
  /** Is what `err` writes seen on a terminal? */
  isTerminal: boolean;
}

/** One row of the table of commands. */
export interface Command {
  name: string;
  /** Names of the arguments, all required. */
  args: readonly string[];
  /** The name of further arguments, any number of them; left out: there are none. */
  more?: string;
  about: LocalizedText;
  /** What it does, as an action of staff: asked for as of a call over HTTP. null: it is about the program, not about what is stored. */
  action: StaffAction | null;
  options: Readonly<Record<string, Option>>;
  /** Does an unknown option count as a mistake in the settings (exit 78) instead of wrong use (exit 2)? */
  isAboutSettings?: boolean;
  /** Does it. @returns the exit code: 0 done, 1 failed, 2 wrong use; null when the process goes on. */
  run: (cli: Cli, called: Called) => Promise<number | null>;
}

/** The command was used wrongly: shown with its help, exit 2. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
  readonly text: LocalizedText;

  constructor(text: LocalizedText) {
    super(text.en);
    this.text = text;
  }
}

/** The command could not do what it was asked: shown in one sentence, exit 1. */
export class Failed extends Error {
  override readonly name = 'Failed';
  readonly text: LocalizedText;

  constructor(text: LocalizedText) {
    super(text.en);
    this.text = text;
  }
}
