import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import { openArchive, verifyArchive } from '../../server/backup/read-archive.ts';
import { bearer, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { type StartedMongo, startMongo } from '../support/mongo.ts';
import { programEnvironment, programFile } from '../support/program-file.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { postMany } from '../support/steady-post.ts';
import { waitFor } from '../support/wait-for.ts';
import { newDataDir } from './cli-process.ts';
import { runHere } from './run-here.ts';

type Article = ReturnType<typeof newThread>;

let folder: string;
let passphraseFile: string;
const servers: StartedServer[] = [];
beforeAll(async () => {
  folder = await newDataDir();
  passphraseFile = join(folder, 'passphrase');
  await writeFile(passphraseFile, '一句只有自己知道的话，够长\n');
});
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function started(env: Record<string, string>): Promise<StartedServer> {
  const server = await startServer(env);
  servers.push(server);
  return server;
}

/** Restores an archive and serves it: the data folder is made for it. */
async function restored(file: string, env: Record<string, string>): Promise<StartedServer> {
  const dataDir = join(folder, randomUUID());
  await mkdir(dataDir);
  expect(await runHere(dataDir, ['restore', file, '--passphrase-file', passphraseFile], env)).toMatchObject({ code: 0 });
  return started({ ...env, DATA_DIR: dataDir });
}

/** Every public page of the articles, as bytes; but for cursors, which each store makes in its own way. */
async function pagesOf({ url }: StartedServer, articles: readonly Article[]): Promise<string[]> {
  const pages: string[] = [];
  for (const { key } of articles)
    for (const query of ['sort=hot', 'sort=newest', 'sort=oldest', 'sort=hot&view=tower', 'sort=oldest&view=tower'])
      for (let cursor = ''; ; ) {
        const page = await fetch(`${url}/api/v1/comments?site=demo&thread=${encodeURIComponent(key)}&limit=100&${query}${cursor}`);
        const text = await page.text();
        pages.push(text.replaceAll(/"nextCursor":"[^"]*"/g, '"nextCursor":"more"'));
        const { nextCursor }: { nextCursor: string | null } = JSON.parse(text);
        if (nextCursor === null) break;
        cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
      }
  return pages;
}

/** An article with answers, votes, a decision, an edit and a report; gives a reader's token and a comment of theirs. */
async function discuss({ url }: StartedServer, article: Article): Promise<{ token: string; own: string }> {
  const admin = await signIn(url);
  const first = await call<PostAnswer>(url, '/api/v1/comments', { body: post(article) });
  const { id: own } = first.body.comment;
  const token = first.body.readerToken ?? '';
  const answer = await call<PostAnswer>(url, '/api/v1/comments', { body: { ...post(article), parentId: own } });
  const voter = answer.body.readerToken ?? '';
  await call(url, `/api/v1/comments/${own}/vote`, { method: 'PUT', body: { value: 1 }, headers: bearer(voter) });
  await call(url, `/api/v1/comments/${own}`, { method: 'PATCH', body: { body: sentence() }, headers: bearer(token) });
  await call(url, `/api/v1/comments/${own}/reports`, { body: { reason: 'AD' }, headers: bearer(voter) });
  const { id, revision } = answer.body.comment;
  await call(url, '/api/v1/moderation/decisions', { body: { items: [{ id, revision }], action: 'feature' }, headers: admin });
  return { token, own };
}

async function expectAlive(server: StartedServer, { token, own }: { token: string; own: string }): Promise<void> {
  const { url } = server;
  await signIn(url);
  expect((await call(url, `/api/v1/comments/${own}`)).status).toBe(200);
  expect((await call(url, `/api/v1/comments/${own}`, { method: 'PATCH', body: { body: sentence() }, headers: bearer(token) })).status).toBe(
    200,
  );
  expect(await server.cli(['check'])).toMatchObject({ code: 0, out: expect.stringMatching(/the audit log is whole, entries: [1-9]/) });
}

// What is missing on this machine is said, once and plainly, by the test command.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') {
  describe('a service that is moved by its backup', () => {
    let mongo: StartedMongo;
    beforeAll(async () => {
      mongo = await startMongo({ replicaSet: true });
    });
    afterAll(() => mongo?.stop());

    /** Has readers post until the backup is made; gives what was answered before it began. */
    async function backUpUnderWrites(server: StartedServer, article: Article, file: string): Promise<string[]> {
      const before = await postMany(() => server.url, article, 20);
      let isDone = false;
      const made = server.cli(['backup', file, '--passphrase-file', passphraseFile]).finally(() => {
        isDone = true;
      });
      while (!isDone) await postMany(() => server.url, article, 8);
      expect(await made).toMatchObject({ code: 0, err: '' });
      return before;
    }

    async function expectFound({ url }: StartedServer, ids: readonly string[]): Promise<void> {
      const found = await Promise.all(ids.map((id) => call(url, `/api/v1/comments/${id}`)));
      expect(found.map(({ status }) => status)).toEqual(ids.map(() => 200));
    }

    test('from SQLite to MongoDB and back while readers post: pages, tokens, staff and the audit log stay', async () => {
      const [quiet, first, second] = [newThread(), newThread(), newThread()];
      const here = await started({ BACKUP_DIR: join(folder, 'scheduled'), BACKUP_PASSPHRASE_FILE: passphraseFile, WORKERS: '2' });
      const reader = await discuss(here, quiet);
      const file = join(folder, 'here.gz');
      const ofHere = await backUpUnderWrites(here, first, file);
      const there = await restored(file, { DATABASE_URL: mongo.database(`moved-${randomUUID()}`) });
      expect(await pagesOf(there, [quiet])).toEqual(await pagesOf(here, [quiet]));
      await expectFound(there, ofHere);
      await expectAlive(there, reader);
      await expectScheduled(here);
      await here.stop();

      const again = join(folder, 'there.gz');
      const quietFirst = await pagesOf(there, [quiet, first]);
      const ofThere = await backUpUnderWrites(there, second, again);
      const back = await restored(again, {});
      expect(await pagesOf(back, [quiet, first])).toEqual(quietFirst);
      await expectFound(back, ofThere);
      await expectAlive(back, reader);
    });
  });
}

/** One of the processes has made a backup, and the metrics give its age. */
async function expectScheduled({ url }: StartedServer): Promise<void> {
  const age = async (): Promise<number> => {
    const { body } = await call<string>(url, '/metrics');
    return Number(/^liangju_backup_age_seconds (\S+)$/m.exec(body)?.[1] ?? Number.NaN);
  };
  await waitFor(async () => (await age()) >= 0);
  const files = (await readdir(join(folder, 'scheduled'))).filter((name) => name.endsWith('.jsonl.gz'));
  expect(files).toHaveLength(1);
  const archive = await openArchive(join(folder, 'scheduled', files[0] ?? ''), '一句只有自己知道的话，够长');
  expect(await verifyArchive(archive)).toMatchObject({ site: 1, staff: 1 });
}

/** Runs lines of a shell as docs/operate.md has them, in a folder that stands for the whole file system. */
async function inShell(lines: string, root: string, env: Record<string, string>): Promise<{ code: unknown; err: string }> {
  const here = lines.replaceAll('/var/backups', join(root, 'backups')).replaceAll('/etc/liangju', root);
  const script = `set -e\nliangju() { '${process.execPath}' '${programFile()}' "$@"; }\n${here}`;
  const child = spawn('sh', ['-c', script], {
    cwd: root,
    env: { ...programEnvironment(), LANG: 'en_US.UTF-8', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code]: unknown[] = await once(child, 'close');
  return { code, err };
}

/** The blocks of shell in a page. */
async function stepsIn(page: string): Promise<string[]> {
  const text = await readFile(join(import.meta.dirname, '../..', page), 'utf8');
  return [...text.matchAll(/```sh\n((?:.*\n)*?)```/g)].map(([, lines = '']) => lines).filter((lines) => lines.includes('liangju '));
}

describe('docs/operate.md', () => {
  test('the Chinese page has the same steps', async () => {
    const backups = (steps: readonly string[]): string[] => steps.filter((lines) => /backup|restore/.test(lines));
    const steps = backups(await stepsIn('docs/operate.md'));
    expect(steps.length).toBeGreaterThanOrEqual(5);
    expect(backups(await stepsIn('docs/zh/operate.md'))).toEqual(steps);
  });

  test('its steps bring a service back after it was killed, from an archive and from a plain copy', async () => {
    const steps = await stepsIn('docs/operate.md');
    const stepsOf = (word: string): string => steps.find((lines) => lines.includes(word)) ?? 'exit 9';
    const root = join(folder, randomUUID());
    await mkdir(join(root, 'backups'), { recursive: true });
    await writeFile(join(root, 'passphrase'), '一句只有自己知道的话，够长\n');
    const data = { DATA_DIR: 'data' };
    const server = await started({ DATA_DIR: join(root, 'data') });
    const article = newThread();
    const posted = await postMany(() => server.url, article, 5);
    // The file that SQLite writes to first stands beside the other, with all that was posted.
    await server.stop('SIGKILL');
    expect((await readFile(join(root, 'data/liangju.db-wal'))).length).toBeGreaterThan(0);

    const archived = 'liangju.jsonl.gz --passphrase-file /etc/liangju/passphrase\n';
    const copied = 'liangju.db --sqlite';
    expect(await inShell(stepsOf(archived) + stepsOf(copied), root, data)).toEqual({ code: 0, err: '' });
    expect(await inShell(stepsOf('--dry-run'), root, { DATA_DIR: 'elsewhere' })).toMatchObject({ code: 0 });
    await server.restart();
    await postMany(() => server.url, article, 3);
    await server.stop('SIGKILL');
    expect(await inShell(stepsOf('liangju.db-wal data'), root, data)).toEqual({ code: 0, err: '' });
    for (const folderName of ['data', 'elsewhere']) {
      const again = await started({ DATA_DIR: join(root, folderName) });
      const { body } = await call<{ counts: Record<string, number> }>(
        again.url,
        `/api/v1/counts?site=demo&thread=${encodeURIComponent(article.key)}`,
      );
      expect(body.counts[article.key]).toBe(posted.length);
      await signIn(again.url);
    }
  });
});
