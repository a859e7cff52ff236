import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReaderView } from '../../contract/account.ts';
import { call, signIn } from '../support/api.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { ISSUER, SECRET } from './sso-tokens.ts';

const run = promisify(execFile);

interface Language {
  /** As its block in the page is marked. */
  mark: string;
  file: string;
  command: readonly string[];
  /** What shows that it is on this machine. */
  probe: readonly string[];
}

const LANGUAGES: readonly Language[] = [
  { mark: 'js', file: 'token.mjs', command: [process.execPath], probe: [process.execPath, '--version'] },
  { mark: 'python', file: 'token.py', command: ['python3'], probe: ['python3', '--version'] },
  { mark: 'php', file: 'token.php', command: ['php'], probe: ['php', '--version'] },
  { mark: 'ruby', file: 'token.rb', command: ['ruby'], probe: ['ruby', '--version'] },
  { mark: 'go', file: 'token.go', command: ['go', 'run'], probe: ['go', 'version'] },
  { mark: 'java', file: 'Token.java', command: ['java'], probe: ['javac', '-version'] },
];

function isHere([program = '', ...args]: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What is compiled first takes long where many tests run at once. */
const COMPILED_WITHIN = 300_000;

const PAGES = ['docs/members.md', 'docs/zh/members.md'];
const blockOf = (page: string, mark: string): string | undefined => new RegExp(`\`\`\`${mark}\\n(.*?)\\n\`\`\``, 's').exec(page)?.[1];

let server: StartedServer;
let folder: string;
beforeAll(async () => {
  server = await startServer();
  folder = await mkdtemp(join(tmpdir(), 'token-'));
  const sso = { mode: 'hs256', issuer: ISSUER, secrets: [SECRET] };
  const changed = await call(server.url, '/api/v1/sites/demo', { method: 'PATCH', headers: await signIn(server.url), body: { sso } });
  expect(changed.status).toBe(200);
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the pieces that make a token', () => {
  test('stand in both pages, the same in each language', async () => {
    const [english = '', chinese = ''] = await Promise.all(PAGES.map((page) => readFile(page, 'utf8')));
    for (const { mark } of LANGUAGES) {
      expect(blockOf(english, mark)).toMatch(/SSO_SECRET/);
      expect(blockOf(chinese, mark)).toBe(blockOf(english, mark));
    }
  });

  const here = LANGUAGES.filter(({ probe }) => isHere(probe));
  test.each(here)(
    '$mark makes one that is taken',
    async ({ mark, file, command: [program = '', ...args] }) => {
      const path = join(folder, file);
      await writeFile(path, blockOf(await readFile('docs/members.md', 'utf8'), mark) ?? '');
      const env = { ...process.env, SSO_ISSUER: ISSUER, SSO_SITE: 'demo', SSO_SECRET: SECRET, GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' };
      const { stdout } = await run(program, [...args, path], { env, cwd: folder });
      const answer = await call<{ reader: ReaderView }>(server.url, '/api/v1/readers/sso', {
        body: { site: 'demo', token: stdout.trim() },
      });
      expect([answer.status, answer.body.reader]).toMatchObject([200, { kind: 'member', name: '沈砚' }]);
    },
    COMPILED_WITHIN,
  );
});
