import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeArchive } from '../../server/backup/write-archive.ts';
import { openStore } from '../../server/store/open-store.ts';
import type { Store } from '../../server/store/port.ts';
import { runHere } from '../cli/run-here.ts';
import { fillWithEverything } from '../store/backup-content.ts';
import { commentIn, openThread, SOUND, stored } from '../store/fixtures.ts';
import { type SharedMongo, sharedReplicaSet } from '../support/mongo.ts';
import { copyDatabase } from '../support/mongo-database.ts';
import { type CommandAt, killedAt, writesOf } from './killed-command.ts';

const SITE = 'blog';
/** At how many places a command on a file is killed; more take minutes, and are for whoever changes such a command. */
const PLACES = Number(process.env.KILL_PLACES ?? 6);
/** Ids of authors are made with it. */
const SECRET = 'a secret of the test, which is long enough';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liangju-command-kill-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes a file of so many comments in some threads. */
async function fileOf(size: number, threadCount = 5): Promise<string> {
  const threads = Array.from({ length: threadCount }, (_, i) => ({
    key: `story-${i}`,
    url: `https://blog.example.com/story-${i}`,
    title: '一篇',
  }));
  const comments = Array.from({ length: size }, (_, i) => ({
    id: `c${i}`,
    thread: threads[i % threadCount],
    ...(i >= threadCount && i % 3 === 0 ? { parentId: `c${i - threadCount}` } : {}),
    author: { id: `u${i % 50}`, name: `读者 ${i % 50}` },
    body: `第 ${i} 条`,
    createdAt: new Date(Date.UTC(2020, 0, 1) + i * 1_000).toISOString(),
  }));
  const settings = threads.slice(0, 2).map((thread) => ({ thread: { ...thread, closed: true, movedFrom: [`old-${thread.key}`] } }));
  // Answers come before what they answer, as a file may have them.
  const lines = [{ format: 'liangju', version: 1 }, ...settings, ...comments.toReversed()];
  const file = join(folder, `${size}-${threadCount}.jsonl`);
  await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  return file;
}

/** A store that commands are run on. */
interface Place {
  dataDir: string;
  env: Record<string, string>;
}

/** Makes stores of a kind: an empty one, or a copy of another. */
interface Kind {
  make: (from?: Place) => Promise<Place>;
  comments: number;
  /** At how many places each command is killed. */
  places: number;
  /** May counts be wrong until the next run, or the server's next round, has made them anew? */
  mayCountLater?: boolean;
}

const opened = ({ dataDir, env }: Place): Promise<Store> => openStore(env.DATABASE_URL, dataDir);

async function cli({ dataDir, env }: Place, ...args: string[]): Promise<string> {
  const { code, out, err } = await runHere(dataDir, args, env);
  if (code !== 0) throw new Error(`${args.join(' ')}: ${err}${out}`);
  return out;
}

/** What readers and staff see of the site, and its old keys. */
const exported = async (place: Place): Promise<string[]> => (await cli(place, 'export', '--site', SITE)).split('\n');

/** The first line that the one has and the other has not; null when they are the same. */
function firstDifference(lines: readonly string[], others: readonly string[]): [string | undefined, string | undefined] | null {
  const at = lines.findIndex((line, i) => line !== others[i]);
  if (at >= 0) return [lines[at], others[at]];
  return lines.length === others.length ? null : [undefined, others[lines.length]];
}

/** Every count is right, nothing is without what it belongs to. */
async function expectSound(place: Place, but: object = {}): Promise<void> {
  const store = await opened(place);
  try {
    expect(await store.maintenance.examine({ repair: false })).toEqual({ ...SOUND, ...but });
  } finally {
    await store.close();
  }
}

const unsettled = ({ mayCountLater = false }: Kind): object => (mayCountLater ? { wrongCounts: expect.any(Number) } : {});

interface Killing {
  kind: Kind;
  /** What the command begins with. */
  before: Place | undefined;
  args: readonly string[];
  /** What there is when it has come to its end. */
  outcome: (place: Place) => Promise<readonly string[]>;
  /** What there may be after it was killed. */
  half: (place: Place) => Promise<void>;
}

/**
 * Kills a command at places that are spread over its writes: first at one of the earlier half, then the next one, which goes on
 * from there, at one of the later half. The third has to end as one that was never killed.
 */
async function killEverywhere({ kind, before, args, outcome, half }: Killing): Promise<void> {
  const whole = await kind.make(before);
  const commandAt = ({ dataDir, env }: Place): CommandAt => ({ args, dataDir, env });
  const writes = await writesOf(commandAt(whole));
  const wanted = await outcome(whole);
  for (let i = 0; i < kind.places / 2; i++) {
    const place = await kind.make(before);
    const early = 1 + Math.floor(((i + 0.5) / kind.places) * writes);
    const late = Math.floor((1 - (i + 0.5) / kind.places) * (writes - early));
    for (const n of [early, late]) {
      expect([n, await killedAt(commandAt(place), n)]).toEqual([n, 'killed']);
      await half(place);
    }
    await cli(place, ...args);
    expect([early, late, firstDifference(await outcome(place), wanted)]).toEqual([early, late, null]);
    await cli(place, 'check');
  }
}

function whatSurvives(kind: () => Kind): void {
  test('an import', async () => {
    const before = await kind().make();
    await cli(before, 'site', 'add', SITE, '--name', '博客', '--origin', 'https://blog.example.com', '--type', 'forum');
    const args = ['import', await fileOf(kind().comments), '--site', SITE];
    // An answer may wait for what it answers, which comes later in the file: no reader sees it before.
    const half = (place: Place): Promise<void> => expectSound(place, { ...unsettled(kind()), orphans: expect.any(Number) });
    await killEverywhere({ kind: kind(), before, args, outcome: exported, half });
  });

  test('a taking-back', async () => {
    const before = await kind().make();
    await cli(before, 'site', 'add', SITE, '--name', '博客', '--origin', 'https://blog.example.com', '--type', 'forum');
    await cli(before, 'import', await fileOf(kind().comments), '--site', SITE);
    const store = await opened(before);
    const [made] = (await store.imports.list({ siteId: SITE, limit: 1 })).items;
    const thread = await store.threads.find(SITE, 'story-3');
    if (made === undefined || thread === null) throw new Error('nothing was imported');
    const [root] = (await store.comments.search({ siteIds: [SITE], threadId: thread.id, limit: 1 })).items;
    if (root === undefined) throw new Error('nothing was imported');
    // One that is answered stays.
    await stored(store, commentIn(thread, { createdAt: root.createdAt + 1 }, root));
    await store.close();
    const outcome = async (place: Place): Promise<string[]> => {
      const after = await opened(place);
      try {
        const { state, left } = (await after.imports.get(made.id)) ?? {};
        return [...(await exported(place)), String(state), String(left)];
      } finally {
        await after.close();
      }
    };
    await killEverywhere({
      kind: kind(),
      before,
      args: ['import', '--undo', made.id],
      outcome,
      half: (place) => expectSound(place, unsettled(kind())),
    });
  });

  test('a merge of threads, which the server ends at its next start', async () => {
    const before = await kind().make();
    await cli(before, 'site', 'add', SITE, '--name', '博客', '--origin', 'https://blog.example.com', '--type', 'forum');
    await cli(before, 'import', await fileOf(kind().comments, 2), '--site', SITE);
    const args = ['thread', 'merge', 'story-0', 'story-1', '--site', SITE];
    const whole = await kind().make(before);
    const writes = await writesOf({ args, ...whole });
    const wanted = await exported(whole);
    let unfinished = 0;
    // The first writes of a command are those of opening the store.
    for (const share of [0.5, 0.6, 0.7, 0.8, 0.9]) {
      const place = await kind().make(before);
      expect(await killedAt({ args, ...place }, Math.floor(writes * share))).toBe('killed');
      const store = await opened(place);
      unfinished = await store.threads.finishMoves();
      await store.close();
      if (unfinished === 0) continue;
      expect(firstDifference(await exported(place), wanted)).toBeNull();
      await cli(place, 'check');
      break;
    }
    expect(unfinished).toBe(1);
  });

  test('a restore', async () => {
    const source = await openStore(`sqlite:${join(folder, `${randomUUID()}.db`)}`, folder);
    await fillWithEverything(source);
    const thread = await openThread(source);
    // Enough for several batches.
    const rows = Array.from({ length: 800 }, () => ({ comment: commentIn(thread), votes: { up: 1, down: 0 } }));
    await source.maintenance.importBatch(rows);
    // What is parked is a finding of its own.
    await source.subscriptions.retryParked(0);
    const archive = join(folder, `${randomUUID()}.gz`);
    await writeArchive(source, archive, { now: () => 0, passphrase: null, secret: null });
    await source.close();
    const half = async (place: Place): Promise<void> => {
      const store = await opened(place);
      const state = await store.backup.state({ ignoredSite: 'demo' });
      await store.close();
      // Nothing of it can be used: a server does not start on it, and commands say why.
      if (state === 'half') expect(await runHere(place.dataDir, ['site', 'list'], place.env)).toMatchObject({ code: 1 });
      else expect(state).toBe('empty');
    };
    await killEverywhere({ kind: kind(), before: undefined, args: ['restore', archive], outcome: recordsOf, half });
  });
}

/** All records of a store, whatever their order and that of their fields. */
async function recordsOf(place: Place): Promise<string[]> {
  const archive = join(folder, `${randomUUID()}.gz`);
  const store = await opened(place);
  await writeArchive(store, archive, { now: () => 0, passphrase: null, secret: null });
  await store.close();
  const lines = gunzipSync(readFileSync(archive)).toString('utf8').trimEnd().split('\n').slice(1, -1);
  await rm(archive);
  const sorted = (_: string, value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value;
  return lines
    .map((line) => JSON.stringify(JSON.parse(line), sorted))
    .filter((line) => !line.includes('"kind":"words"'))
    .sort();
}

describe('SIGKILL of a command that goes on for long, SQLite', () => {
  const make: Kind['make'] = async (from) => {
    const dataDir = await mkdtemp(join(folder, 'data-'));
    if (from !== undefined) await cp(from.dataDir, dataDir, { recursive: true });
    return { dataDir, env: { SECRET } };
  };
  // More than the command stores in one transaction.
  whatSurvives(() => ({ make, comments: 2_100, places: PLACES }));
});

// What is missing on this machine is said, once and plainly, by the test command.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') {
  describe('SIGKILL of a command that goes on for long, MongoDB', () => {
    let mongo: SharedMongo;
    beforeAll(async () => {
      mongo = await sharedReplicaSet();
    });
    afterAll(() => mongo?.stop());
    const make: Kind['make'] = async (from) => {
      const dataDir = await mkdtemp(join(folder, 'data-'));
      const place = { dataDir, env: { SECRET, DATABASE_URL: mongo.database(`kill-${randomUUID()}`) } };
      if (from !== undefined) {
        await cp(from.dataDir, dataDir, { recursive: true });
        await copyDatabase(new URL(from.env.DATABASE_URL ?? '').pathname.slice(1), place.env.DATABASE_URL);
      }
      return place;
    };
    whatSurvives(() => ({ make, comments: 700, places: 2, mayCountLater: true }));
  });
}
