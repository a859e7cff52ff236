import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { z } from 'zod';
import { openStore } from '../../server/store/open-store.ts';
import type { Store } from '../../server/store/port.ts';
import { NotImportable } from '../../server/transfer/input/not-importable.ts';
import { prepareImport } from '../../server/transfer/prepare-import.ts';
import { runCli } from '../cli/cli-process.ts';
import { type SharedMongo, sharedReplicaSet } from '../support/mongo.ts';
import { importInto, newSite, OPTIONS } from './import-into.ts';

const FOLDER = join(import.meta.dirname, 'exports');
const Expected = z.looseObject({ args: z.array(z.string()), mustNotBeStored: z.array(z.string()).default([]) });

/** Files that hold what nobody may find in the store: hashes of passwords, tokens, texts that were deleted. */
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.expected.json'))
  .map((name) => ({
    file: join(FOLDER, name.replace(/\.expected\.json$/, '')),
    expected: Expected.parse(JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))),
  }))
  .filter(({ expected }) => expected.mustNotBeStored.length > 0);

const SECRETS = [...new Set(FILES.flatMap(({ expected }) => expected.mustNotBeStored))];

/** Those of the secrets that stand in these bytes, as UTF-8. */
function found(bytes: Buffer): string[] {
  return SECRETS.filter((secret) => bytes.includes(secret));
}

async function importAll(store: Store): Promise<void> {
  for (const { file, expected } of FILES) {
    const at = expected.args.indexOf('--base-url');
    const options = { baseUrl: at === -1 ? 'https://blog.example.com' : (expected.args[at + 1] ?? null) };
    const refused = await importInto(store, await newSite(store), [file], options).catch((error: unknown) => error);
    if (refused instanceof Error && !(refused instanceof NotImportable)) throw refused;
  }
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liangju-secrets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('secrets of other systems are dropped unread', () => {
  let sites: Store | null = null;
  afterAll(() => sites?.close());

  test('there are some to look for', () => {
    expect(SECRETS.length).toBeGreaterThan(10);
  });

  test('no byte of the file of SQLite has one, nor what is beside it', async () => {
    const store = await openStore(`sqlite:${join(folder, 'store.db')}`, folder);
    await importAll(store);
    for (const name of await readdir(folder))
      expect({ name, found: found(await readFile(join(folder, name))) }).toEqual({ name, found: [] });
    await store.close();
    expect(found(await readFile(join(folder, 'store.db')))).toEqual([]);
  });

  test.each(FILES.map(({ file }) => relative(FOLDER, file)))('what is written down of %s has none', async (name) => {
    const dir = await mkdtemp(join(folder, 'spool-'));
    sites ??= await openStore(`sqlite:${join(folder, 'sites.db')}`, folder);
    const request = {
      site: await newSite(sites),
      store: sites,
      options: { ...OPTIONS, baseUrl: 'https://blog.example.com' },
      dir,
      onProgress: () => undefined,
    };
    const refused = await prepareImport([join(FOLDER, name)], request).catch((error: unknown) => error);
    if (refused instanceof Error && !(refused instanceof NotImportable)) throw refused;
    // The address of an author is hashed when the comment is stored, which is read from there.
    for (const entry of await readdir(dir, { withFileTypes: true }))
      if (entry.isFile()) expect(found(await readFile(join(dir, entry.name))).filter((secret) => !secret.includes('@'))).toEqual([]);
  });

  test('nothing that the command says has one', async () => {
    const dataDir = await mkdtemp(join(folder, 'data-'));
    expect((await runCli(dataDir, ['site', 'add', 'news', '--name', 'N', '--origin', 'https://blog.example.com'])).code).toBe(0);
    const [first] = FILES;
    const { out, err } = await runCli(dataDir, ['import', first?.file ?? '', '--site', 'news']);
    expect(found(Buffer.from(out + err))).toEqual([]);
  });
});

// What is missing on this machine is said, once and plainly, by the test command.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') {
  describe('secrets of other systems, MongoDB', () => {
    let mongo: SharedMongo;
    beforeAll(async () => {
      mongo = await sharedReplicaSet();
    });
    afterAll(() => mongo?.stop());

    test('no document has one', async () => {
      const address = mongo.database(`secrets-${crypto.randomUUID()}`);
      const store = await openStore(address, folder);
      await importAll(store);
      await store.close();
      const connection = await mongoose.createConnection(address).asPromise();
      try {
        for (const collection of (await connection.db?.collections()) ?? []) {
          const documents = await collection.find().toArray();
          const bytes = documents.map((document) => Buffer.from(mongoose.mongo.BSON.serialize(document)));
          expect({ name: collection.collectionName, found: found(Buffer.concat(bytes)) }).toEqual({
            name: collection.collectionName,
            found: [],
          });
        }
      } finally {
        await connection.close();
      }
    });
  });
}
