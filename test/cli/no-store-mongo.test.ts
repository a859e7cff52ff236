import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { type SharedMongo, sharedReplicaSet } from '../support/mongo.ts';
import { newDataDir, runCli } from './cli-process.ts';

/** Commands that only look at a store, or change what is in one. */
const LINES = [
  'site list',
  'staff list',
  'staff token anna@example.com --scopes read',
  'export --site news',
  'backup copy.gz',
  'demo clear',
  'check',
  'check --repair',
];

// What is missing on this machine is said, once and plainly, by the test command.
(process.env.LIANGJU_TEST_MONGO === 'absent' ? describe.skip : describe)('a MongoDB without a store', () => {
  let mongo: SharedMongo;
  let dataDir = '';
  let url = '';
  let connection: Connection;

  beforeAll(async () => {
    mongo = await sharedReplicaSet();
  });
  afterAll(() => mongo?.stop());
  beforeEach(async () => {
    dataDir = await newDataDir();
    url = mongo.database(`test-${randomUUID()}`);
    connection = await mongoose.createConnection(url).asPromise();
  });
  afterEach(async () => {
    await connection.dropDatabase();
    await connection.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const cli = (line: string): ReturnType<typeof runCli> => runCli(dataDir, line.split(' '), { env: { DATABASE_URL: url } });
  const collections = async (): Promise<string[]> => (await connection.listCollections()).map(({ name }) => name).sort();

  async function expectNone(line: string): Promise<void> {
    const before = await collections();
    const { code, out, err } = await cli(line);
    expect([line, code, out + err]).toEqual([line, 1, expect.stringContaining(`There is no store at ${url.replace(/\?.*$/, '')}`)]);
    expect(await collections()).toEqual(before);
    expect(await readdir(dataDir)).toEqual([]);
  }

  test.each(LINES)('%s says that there is none, with 1, and makes nothing', expectNone);

  test('the database of another program is none, though it keeps sites too', async () => {
    await connection.collection('sites').insertOne({ title: '相册' });
    await connection.collection('comments').insertOne({ text: '好看' });
    for (const line of LINES) await expectNone(line);
    expect(await connection.collection('sites').countDocuments()).toBe(1);
  });

  test.each(['site add news --name x --origin https://x.example.com', 'staff add anna@example.com --role moderator'])(
    '%s makes one',
    async (line) => {
      expect(await cli(line)).toMatchObject({ code: 0 });
      expect(await cli('site list')).toMatchObject({ code: 0 });
      expect((await cli('check')).out).not.toContain('There is no store');
    },
  );

  test('a server that does not answer is not one without a store', async () => {
    const ended = await runCli(dataDir, ['site', 'list'], { env: { DATABASE_URL: 'mongodb://127.0.0.1:1/news' } });
    expect(ended.code).toBe(1);
    expect(ended.err).not.toContain('There is no store');
  });
});
