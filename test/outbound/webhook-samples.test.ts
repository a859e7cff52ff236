import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sign } from '../../server/outbound/standard-webhooks.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const OTHER = `whsec_${Buffer.from('another secret of 24 bytes').toString('base64')}`;

const LANGUAGES = [
  { mark: 'js', file: 'verify.mjs', command: [process.execPath], probe: [process.execPath, '--version'] },
  { mark: 'python', file: 'verify.py', command: ['python3'], probe: ['python3', '--version'] },
  { mark: 'php', file: 'verify.php', command: ['php'], probe: ['php', '--version'] },
  { mark: 'go', file: 'verify.go', command: ['go', 'run'], probe: ['go', 'version'] },
  { mark: 'java', file: 'Verify.java', command: ['java'], probe: ['javac', '-version'] },
] as const;
/** What is compiled first takes long where many tests run at once. */
const COMPILED_WITHIN = 300_000;

function isHere([program, ...args]: readonly [string, ...string[]]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const blockOf = (page: string, mark: string): string | undefined => new RegExp(`\`\`\`${mark}\\n(.*?)\\n\`\`\``, 's').exec(page)?.[1];

describe('the pieces that check one', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'verify-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('stand in both pages, the same in each language', async () => {
    const [english = '', chinese = ''] = await Promise.all(
      ['docs/webhooks.md', 'docs/zh/webhooks.md'].map((page) => readFile(page, 'utf8')),
    );
    for (const { mark } of LANGUAGES) {
      expect(blockOf(english, mark)).toMatch(/WEBHOOK_/);
      expect(blockOf(chinese, mark)).toBe(blockOf(english, mark));
    }
  });

  test.each(LANGUAGES.filter(({ probe }) => isHere(probe)))(
    '$mark takes what is genuine and nothing else',
    async ({ mark, file, command: [program, ...args] }) => {
      const path = join(folder, file);
      await writeFile(path, blockOf(await readFile('docs/webhooks.md', 'utf8'), mark) ?? '');
      const now = Math.floor(Date.now() / 1_000);
      const body = '{"type":"comment.created","data":{"html":"<p>河边的步道</p>"}}';
      const run = (timestamp: number, signature: string, input: string): string =>
        execFileSync(program, [...args, path], {
          cwd: folder,
          input,
          encoding: 'utf8',
          env: {
            ...process.env,
            GOTOOLCHAIN: 'local',
            ...{ WEBHOOK_SECRET: SECRET, WEBHOOK_ID: ID, WEBHOOK_TIMESTAMP: String(timestamp), WEBHOOK_SIGNATURE: signature },
          },
        }).trim();
      expect(run(now, sign([OTHER, SECRET], ID, now, body), body)).toBe('true');
      expect(run(now, sign([OTHER], ID, now, body), body)).toBe('false');
      expect(run(now - 600, sign([SECRET], ID, now - 600, body), body)).toBe('false');
    },
    COMPILED_WITHIN,
  );
});
