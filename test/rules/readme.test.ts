import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../server/cli/commands.ts';
import { parse } from '../../server/cli/parse.ts';
import { readSettings } from '../../server/config/load.ts';
import { composeServices } from '../support/compose.ts';

const ROOT = join(import.meta.dirname, '../..');
const READMES = ['README.md', 'README.zh-CN.md'];
const PAGES = [...READMES, 'CONTRIBUTING.md', 'docs/operate.md', 'docs/zh/operate.md'];
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));

/** The commands of a page: lines of its `sh` blocks without their comments, and commands inside its sentences. */
function commandsOf(file: string): string[] {
  const text = read(file);
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.split('\n'));
  const inline = [...text.matchAll(/`((?:[A-Z_]+=\S+ )*(?:npx|npm|docker|liangju|node) [^`]+)`/g)].map(([, command = '']) => command);
  return [...blocks, ...inline].map((line) => line.replace(/\s+#.*$/, '').trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

/** The words of a command, quoted ones whole. */
const wordsOf = (command: string): string[] => [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** What a command does beside its names: commands of both languages are the same but for them. */
const shapeOf = (command: string): string => command.replaceAll(/--name (?:"[^"]*"|\S+)/g, '--name …');

/** Settings before a command have to be ones that the program takes. */
function checkSettings(words: readonly string[]): void {
  const pairs = words.map((word) => word.split(/=(.*)/s, 2));
  const env = Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value === '…' ? 'x'.repeat(40) : value]));
  readSettings({ env });
}

function checkCompose(words: readonly string[]): void {
  const after = (option: string): string | undefined => (words.includes(option) ? words[words.indexOf(option) + 1] : undefined);
  const profile = after('--profile');
  const env = { SECRET: 'x'.repeat(40) };
  const services = composeServices(after('-f') ?? 'compose.yaml', { profiles: profile === undefined ? [] : [profile], env });
  const plain = composeServices(after('-f') ?? 'compose.yaml', { env });
  expect([...services.keys()]).toContain('liangju');
  // A profile that nothing has would be a mistake of the page.
  if (profile !== undefined) expect(services.size).toBeGreaterThan(plain.size);
}

/** Is this command one that does what the page says? */
function check(command: string): void {
  for (const part of command.split(/ (?:&&|\|) /)) {
    const all = wordsOf(part);
    const first = all.findIndex((word) => !/^[A-Z_]+=/.test(word));
    checkSettings(all.slice(0, first));
    const words = all.slice(first);
    const [program, second = '', ...rest] = words;
    if (program === 'npm' && second !== 'ci' && second !== 'install' && second !== 'pack') {
      expect(scripts).toHaveProperty([second === 'run' ? (rest[0] ?? '') : second]);
    } else if (program === 'docker') checkCompose(words);
    else if (program === 'npx' || program === 'liangju') {
      const argv = program === 'npx' ? rest : words.slice(1);
      expect([part, program !== 'npx' || second === 'liangju']).toEqual([part, true]);
      const asked = parse(
        COMMANDS,
        argv.map((word) => (word === '…' ? 'x' : word)),
      );
      expect([part, asked.what]).not.toEqual([part, 'unknown']);
    } else if (program === 'node')
      expect([part, existsSync(join(ROOT, words.find((word) => /\.[jt]s$/.test(word)) ?? ''))]).toEqual([part, true]);
  }
}

describe.each(PAGES)('the commands of %s', (file) => {
  test.each(commandsOf(file).filter((command) => !/^(?:npx |npm exec )?liangju …|FILE/.test(command)))('%s', (command) => {
    check(command);
  });
});

test('both languages have the same commands', () => {
  const [english, chinese] = READMES.map((file) => commandsOf(file).map(shapeOf));
  expect(english?.length).toBeGreaterThan(5);
  expect(chinese).toEqual(english);
});

describe('the package', () => {
  const packed: { files: { path: string }[] }[] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] }).toString(),
  );
  const files = new Set(packed.flatMap((one) => one.files.map(({ path }) => path)));

  /** A page without its code: blocks, and spans between marks of the same length. */
  const prose = (page: string): string =>
    read(page)
      .replaceAll(/^```[\s\S]*?^```/gm, '')
      .replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');

  test.each([...files].filter((path) => path.endsWith('.md')))('what %s links to is in it', (page) => {
    const targets = [...prose(page).matchAll(/\]\((?!\w+:|#)([^)\s#]+)/g)].map(([, link = '']) => link);
    const links = targets.map((link) => normalize(join(dirname(page), link)).replace(/\/$/, ''));
    for (const link of links)
      expect([link, files.has(link) || [...files].some((path) => path.startsWith(`${link}/`))]).toEqual([link, true]);
  });

  test('what `npm start` needs to build is installed in production too', () => {
    const {
      dependencies,
      optionalDependencies,
      devDependencies,
    }: Record<string, Record<string, string>> = JSON.parse(read('package.json'));
    const built = JSON.parse(read('server/public/manifest.json')) as { inputs: string[] };
    const used = new Set([
      'node',
      'esbuild',
      ...built.inputs.flatMap((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
    ]);
    const own = [...used].filter((name) => name in { ...dependencies, ...optionalDependencies, ...devDependencies });
    expect(own).toContain('preact');
    for (const name of own) expect([name, devDependencies !== undefined && name in devDependencies]).toEqual([name, false]);
  });
});
