import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

/** Lines that a room may not, or may, say. */
const FORBIDDEN: readonly (readonly [string, string])[] = [
  ['server/domain', "import type { LocalizedText } from '../../contract/problem.ts';"],
  ['server/domain', "import { langOf } from '../http/lang.ts';"],
  ['server/domain', "import { readFile } from 'node:fs/promises';"],
  ['contract', "import { openStore } from '../server/store/open-store.ts';"],
  ['server/comments', "import { openSqlite } from '../store/sqlite/open.ts';"],
  ['server/moderation', "import express from 'express';"],
  ['server/people', "import mongoose from 'mongoose';"],
  ['server/http', "import { openMongo } from '../store/mongo/open.ts';"],
  ['server/page-cache', "import { createApp } from '../app.ts';"],
  ['server/store/sqlite', "import { openMongo } from '../mongo/open.ts';"],
  ['server/store/mongo', "import { DatabaseSync } from 'node:sqlite';"],
  ['server/outbound', "import { routes } from '../../contract/routes.ts';"],
  ['server/ops', "import { postComment } from '../comments/post-comment.ts';"],
  ['server/jobs', "await fetch('https://example.com');"],
];
const ALLOWED: readonly (readonly [string, string])[] = [
  ['server/domain', "import { createHash } from 'node:crypto';"],
  ['contract', "import { z } from 'zod';"],
  ['server/outbound', "import { errorText } from '../ops/error-code.ts';"],
];
const fileOf = (room: string, n: number): string => `${room}/line-${n}.ts`;

let folder: string;
let told: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'liangju-walls-'));
  for (const name of ['biome.json', '.gitignore']) copyFileSync(join(ROOT, name), join(folder, name));
  for (const [n, [room, line]] of [...FORBIDDEN, ...ALLOWED].entries()) {
    mkdirSync(dirname(join(folder, fileOf(room, n))), { recursive: true });
    writeFileSync(join(folder, fileOf(room, n)), `${line}\nexport const one = 1;\n`);
  }
  const { stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/biome'), ['lint', '.', '--max-diagnostics=200'], {
    cwd: folder,
    encoding: 'utf8',
  });
  told = stdout + stderr;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Is the file told of for a wall? */
const isStopped = (file: string): boolean => new RegExp(`${file}:\\d+:\\d+ lint/style/noRestricted(?:Imports|Globals)`).test(told);

test.each(FORBIDDEN.map(([room, line], n) => [room, line, n] as const))('%s may not say: %s', (room, _line, n) => {
  expect(isStopped(fileOf(room, n))).toBe(true);
});

test.each(ALLOWED.map(([room, line], n) => [room, line, FORBIDDEN.length + n] as const))('%s may say: %s', (room, _line, n) => {
  expect(isStopped(fileOf(room, n))).toBe(false);
});

test('nothing but the door to the outside speaks https', () => {
  const callers = readdirSync(join(ROOT, 'server'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('outbound/'))
    .filter((file) => /from '(?:node:https|node:http2|undici)'/.test(readFileSync(join(ROOT, 'server', file), 'utf8')));
  expect(callers).toEqual([]);
});
