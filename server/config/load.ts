import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { errorCode, errorText } from '../ops/error-code.ts';
import { systemRandom } from '../ops/random.ts';
import { isLoopbackAddress } from './forms.ts';
import { mistake } from './mistakes.ts';
import type { LocalizedText } from './localized-text.ts';
import { secretInFile } from './secret-file.ts';
import { flagOf, metaOf, SETTING_NAMES, type SettingName, Settings } from './schema.ts';

/** Where a setting's value comes from; `made`: the secret that is kept in the data folder. */
export type Source = 'default' | 'file' | 'environment' | 'flag' | 'made';

/** The settings as they hold, frozen. */
export type Config = Readonly<Omit<Settings, 'secret' | 'demo'>> & {
  readonly secret: string;
  readonly demo: NonNullable<Settings['demo']>;
  /** Where the value comes from. */
  sourceOf(name: SettingName): Source;
};

/** Settings read and checked, but nothing made yet: the secret may still be absent. */
export interface CheckedSettings {
  settings: Omit<Settings, 'demo'> & { demo: NonNullable<Settings['demo']> };
  sources: ReadonlyMap<SettingName, Source>;
}

export interface ConfigInputs {
  env: Readonly<Record<string, string | undefined>>;
  /** By the name of the flag without its dashes; true for one without a value. */
  flags?: Readonly<Record<string, string | boolean | undefined>>;
  /** Instead of `liangju.env` in the data folder. */
  configFile?: string | undefined;
}

/** All that is wrong with the settings: one sentence each, none with a secret in it. */
export class ConfigMistakes extends Error {
  override readonly name = 'ConfigMistakes';
  readonly mistakes: readonly LocalizedText[];

  constructor(mistakes: readonly LocalizedText[]) {
    super(mistakes.map(({ en }) => en).join('\n'));
    this.mistakes = mistakes;
  }
}

/** The exit code of a process whose settings are wrong (EX_CONFIG). */
export const EXIT_CONFIG = 78;

interface Given {
  text: string;
  source: Source;
  where: string;
}
type GivenSettings = Map<SettingName, Given>;

const BY_ENV: ReadonlyMap<string, SettingName> = new Map(SETTING_NAMES.map((name) => [metaOf(name).env, name]));
const BY_FLAG: ReadonlyMap<string, SettingName> = new Map(
  SETTING_NAMES.flatMap((name) => (flagOf(name) === null ? [] : [[flagOf(name) ?? '', name]])),
);
const PREFIX = 'LIANGJU_';

/**
 * Reads the settings: file, over it the environment (`LIANGJU_X` over `X`), over it the flags; an empty
 * value is none. Makes nothing.
 * @throws ConfigMistakes with everything that is wrong.
 */
export function readSettings(inputs: ConfigInputs): CheckedSettings {
  const mistakes: LocalizedText[] = [];
  const given: GivenSettings = new Map();
  const upper: GivenSettings = new Map();
  takeEnvironment(inputs.env, upper, mistakes);
  takeFlags(inputs.flags ?? {}, upper, mistakes);
  takeFile(inputs, upper, given, mistakes);
  for (const [name, value] of upper) given.set(name, value);

  const malformed = new Set<SettingName>();
  for (const name of SETTING_NAMES) {
    const found = given.get(name);
    if (found === undefined || Settings.shape[name].safeParse(found.text).success) continue;
    malformed.add(name);
    mistakes.push(mistake.malformed(metaOf(name), found));
  }
  const texts = SETTING_NAMES.map((name) => [name, (malformed.has(name) ? undefined : given.get(name)?.text) ?? metaOf(name).default]);
  const values = Settings.parse(Object.fromEntries(texts));
  for (const { about, text } of contradictions(values)) {
    if (!about.some((name) => malformed.has(name))) mistakes.push(text);
  }
  if (mistakes.length > 0) throw new ConfigMistakes(mistakes);
  const { demo, dataDir, ...rest } = values;
  const preset = rest.databaseUrl === null && rest.nodeEnv !== 'production' ? 'on' : 'off';
  const settings: CheckedSettings['settings'] = { ...rest, dataDir: resolve(dataDir), demo: demo ?? preset };
  return { settings, sources: new Map([...given].map(([name, { source }]) => [name, source])) };
}

/**
 * Reads the settings and completes them: makes the secret when none is set.
 * @throws ConfigMistakes with everything that is wrong.
 */
export async function loadConfig(inputs: ConfigInputs): Promise<Config> {
  const { settings, sources } = readSettings(inputs);
  let { secret } = settings;
  try {
    secret ??= await secretInFile(settings.dataDir, systemRandom);
  } catch (cause) {
    throw new ConfigMistakes([mistake.noSecretFile(settings.dataDir, errorText(cause))]);
  }
  return Object.freeze({ ...settings, secret, sourceOf: (name: SettingName) => sourceIn(sources, name) });
}

/** Where a checked setting comes from. */
export function sourceIn(sources: ReadonlyMap<SettingName, Source>, name: SettingName): Source {
  return sources.get(name) ?? (name === 'secret' ? 'made' : 'default');
}

function takeEnvironment(env: ConfigInputs['env'], into: GivenSettings, mistakes: LocalizedText[]): void {
  for (const [key, text] of Object.entries(env)) {
    if (text === undefined || text === '') continue;
    const prefixed = key.startsWith(PREFIX);
    const name = BY_ENV.get(prefixed ? key.slice(PREFIX.length) : key);
    if (name === undefined) {
      if (prefixed) mistakes.push(mistake.unknownVariable(key));
    } else if (prefixed || !into.has(name)) {
      into.set(name, { text, source: 'environment', where: key });
    }
  }
}

function takeFlags(flags: Readonly<Record<string, string | boolean | undefined>>, into: GivenSettings, mistakes: LocalizedText[]): void {
  for (const [flag, text] of Object.entries(flags)) {
    if (text === undefined) continue;
    const name = BY_FLAG.get(flag);
    if (name === undefined) mistakes.push(isSecretFlag(flag) ? mistake.secretFlag(flag) : mistake.unknownFlag(flag));
    else if (typeof text === 'boolean' || text === '') mistakes.push(mistake.emptyFlag(flag));
    else into.set(name, { text, source: 'flag', where: `--${flag}` });
  }
}

function isSecretFlag(flag: string): boolean {
  return BY_ENV.has(flag.toUpperCase().replaceAll('-', '_'));
}

function takeFile(inputs: ConfigInputs, upper: GivenSettings, into: GivenSettings, mistakes: LocalizedText[]): void {
  const dataDir = upper.get('dataDir')?.text ?? metaOf('dataDir').default ?? '.';
  const path = inputs.configFile ?? join(dataDir, 'liangju.env');
  if (inputs.configFile === undefined && !existsSync(path)) return;
  let content: string;
  try {
    // Some editors put a mark before the first sign.
    content = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    mistakes.push(mistake.unreadableFile(path, errorCode(cause) ?? errorText(cause)));
    return;
  }
  for (const [i, line] of content.split(/\r?\n/).entries()) {
    if (!/^\s*(#.*)?$|=/.test(line)) mistakes.push(mistake.notKeyValue(path, i + 1));
  }
  for (const [key, text] of Object.entries(parseEnv(content))) {
    const name = BY_ENV.get(key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key);
    if (name === undefined) mistakes.push(mistake.unknownKey(path, key));
    else if (name === 'dataDir' && inputs.configFile === undefined) mistakes.push(mistake.dataDirInside(path));
    else if (text !== undefined && text !== '') into.set(name, { text, source: 'file', where: path });
  }
}

/** Values that are each right but not together. */
function contradictions(settings: Settings): { about: SettingName[]; text: LocalizedText }[] {
  const found: { about: SettingName[]; text: LocalizedText }[] = [];
  const isLocalFile = settings.databaseUrl === null || settings.databaseUrl.startsWith('sqlite:');
  if (!settings.limitsOn && !isLoopbackAddress(settings.host)) {
    found.push({ about: ['limitsOn', 'host'], text: mistake.limitsOffInPublic(settings.host) });
  }
  if (settings.secret === null && settings.nodeEnv === 'production' && !isLocalFile) {
    found.push({ about: ['secret', 'nodeEnv', 'databaseUrl'], text: mistake.secretAbsent() });
  }
  if ((settings.adminEmail === null) !== (settings.adminPassword === null)) {
    found.push({ about: ['adminEmail', 'adminPassword'], text: mistake.halfAdministrator() });
  }
  const { staffOidcIssuer, staffOidcClientId, staffOidcClientSecret, staffOidcGroups } = settings;
  const isSet = [staffOidcIssuer !== null, staffOidcClientId !== null, staffOidcClientSecret !== null, staffOidcGroups.length > 0];
  if (isSet.includes(true) && isSet.includes(false)) {
    const about: SettingName[] = ['staffOidcIssuer', 'staffOidcClientId', 'staffOidcClientSecret', 'staffOidcGroups'];
    found.push({ about, text: mistake.halfStaffOidc() });
  }
  if (staffOidcIssuer === null && settings.staffPasswords !== 'on') {
    found.push({ about: ['staffPasswords', 'staffOidcIssuer'], text: mistake.noStaffSignIn() });
  }
  if ((settings.mailUrl === null) !== (settings.mailFrom === null)) {
    found.push({ about: ['mailUrl', 'mailFrom'], text: mistake.halfMail() });
  }
  const dkim = [settings.mailDkimDomain, settings.mailDkimSelector, settings.mailDkimKeyFile];
  if (dkim.includes(null) && dkim.some((value) => value !== null)) {
    found.push({ about: ['mailDkimDomain', 'mailDkimSelector', 'mailDkimKeyFile'], text: mistake.halfDkim() });
  }
  return found;
}

/** The address of a server that listens there, as one would open it on this machine. */
export function addressOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
