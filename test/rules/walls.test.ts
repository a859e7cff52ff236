import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

/** What the linter has against a line of this file. */
function lint(file: string, line: string): string {
  const { stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/biome'), ['lint', `--stdin-file-path=${file}`], {
    cwd: ROOT,
    input: `${line}\n`,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

test.each([
  ['server/domain/x.ts', "import { langOf } from '../http/lang.ts';"],
  ['server/domain/x.ts', "import { readFile } from 'node:fs/promises';"],
  ['server/contract/x.ts', "import { openStore } from '../store/open-store.ts';"],
  ['server/comments/x.ts', "import { openSqlite } from '../store/sqlite/open.ts';"],
  ['server/moderation/x.ts', "import express from 'express';"],
  ['server/people/x.ts', "import mongoose from 'mongoose';"],
  ['server/http/x.ts', "import { openMongo } from '../store/mongo/open.ts';"],
  ['server/listing/x.ts', "import { createApp } from '../app.ts';"],
  ['server/store/sqlite/x.ts', "import { openMongo } from '../mongo/open.ts';"],
  ['server/store/mongo/x.ts', "import { DatabaseSync } from 'node:sqlite';"],
  ['server/outbound/x.ts', "import { routes } from '../contract/routes.ts';"],
  ['server/ops/x.ts', "import { postComment } from '../comments/post-comment.ts';"],
])('%s may not say: %s', (file, line) => {
  expect(lint(file, line)).toContain('noRestrictedImports');
});

test('only the door to the outside may call out', () => {
  expect(lint('server/jobs/x.ts', "await fetch('https://example.com');")).toContain('noRestrictedGlobals');
  const callers = readdirSync(join(ROOT, 'server'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('admin/') && !file.startsWith('outbound/'))
    .filter((file) => /from '(?:node:https|node:http2|undici)'/.test(readFileSync(join(ROOT, 'server', file), 'utf8')));
  expect(callers).toEqual([]);
});
