import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { allImports, moduleOf, ROOT, sourceFiles } from '../support/import-graph.ts';

/** Lines that a module may not have; every module has one. */
const FORBIDDEN: readonly (readonly [string, string])[] = [
  ['server/backup', "import { openSqlite } from '../store/sqlite/open.ts';"],
  ['server/cache', "import { openStore } from '../store/open-store.ts';"],
  ['server/cli', "import mongoose from 'mongoose';"],
  ['server/cli', "import { postComment } from '../comments/post-comment.ts';"],
  ['server/cluster', "import { createApp } from '../app.ts';"],
  ['server/comments', "import { openSqlite } from '../store/sqlite/open.ts';"],
  ['server/comments', "import { openStore } from '../store/open-store.ts';"],
  ['server/comments', "import { createPageCache } from '../page-cache/page-cache.ts';"],
  ['server/comments', "import type { ModerationDeps } from '../desk/deps.ts';"],
  ['server/compat', "import { createServer } from '../http/server.ts';"],
  ['server/compat', "import type { Store } from '../store/port.ts';"],
  ['server/config', "import type { Store } from '../store/port.ts';"],
  ['server/demo', "import { createServer } from '../http/server.ts';"],
  ['server/desk', "import { createHub } from '../live/hub.ts';"],
  ['server/domain', "import type { LocalizedText } from '../../contract/problem.ts';"],
  ['server/domain', "import { langOf } from '../web/lang.ts';"],
  ['server/domain', "import { readFile } from 'node:fs/promises';"],
  ['server/events', "import { postComment } from '../comments/post-comment.ts';"],
  ['server/feeds', "import { createPageCache } from '../page-cache/page-cache.ts';"],
  ['server/http', "import { openMongo } from '../store/mongo/open.ts';"],
  ['server/http', "import { createApp } from '../app.ts';"],
  ['server/http', "import { createHub } from '../live/hub.ts';"],
  ['server/jobs', "import { decide } from '../desk/decide.ts';"],
  ['server/jobs', "await fetch('https://example.com');"],
  ['server/learning', "import { createPipeline } from '../moderation/pipeline.ts';"],
  ['server/live', "import { createServer } from '../http/server.ts';"],
  ['server/live', "import mongoose from 'mongoose';"],
  ['server/maintenance', "import { openSqlite } from '../store/sqlite/open.ts';"],
  ['server/own-data', "import { openSqlite } from '../store/sqlite/open.ts';"],
  ['server/mail', "import type { Store } from '../store/port.ts';"],
  ['server/markup', "import type { Store } from '../store/port.ts';"],
  ['server/moderation', "import express from 'express';"],
  ['server/moderation', "import { decide } from '../desk/decide.ts';"],
  ['server/notify', "import { createTransport } from 'nodemailer';"],
  ['server/ops', "import { postComment } from '../comments/post-comment.ts';"],
  ['server/ops', "import type { Store } from '../store/port.ts';"],
  ['server/outbound', "import { routes } from '../../contract/routes.ts';"],
  ['server/page-cache', "import { createApp } from '../app.ts';"],
  ['server/page-cache', "import { langOf } from '../http/route.ts';"],
  ['server/people', "import mongoose from 'mongoose';"],
  ['server/presenters', "import { createSites } from '../sites/site-directory.ts';"],
  ['server/region', "import type { Store } from '../store/port.ts';"],
  ['server/reviewers', "import { createPipeline } from '../moderation/pipeline.ts';"],
  ['server/webhooks', "import { createHttp } from '../http/server.ts';"],
  ['server/sign-in', "import { createHttp } from '../http/server.ts';"],
  ['server/secrets', "import type { Store } from '../store/port.ts';"],
  ['server/services', "import { createHttp } from '../http/server.ts';"],
  ['server/services', "import mongoose from 'mongoose';"],
  ['server/services', "import { openStore } from '../store/open-store.ts';"],
  ['server/sites', "import { presentSite } from '../presenters/present-site.ts';"],
  ['server/store', "import type { Problem } from '../../contract/problem.ts';"],
  ['server/store/mongo', "import { DatabaseSync } from 'node:sqlite';"],
  ['server/store/mongo', "import { openStore } from '../open-store.ts';"],
  ['server/store/sqlite', "import { openMongo } from '../mongo/open.ts';"],
  ['server/store/sqlite', "import { postComment } from '../../comments/post-comment.ts';"],
  ['server/threads', "import { DatabaseSync } from 'node:sqlite';"],
  ['server/transfer', "import { openSqlite } from '../store/sqlite/open.ts';"],
  ['server/sso', "import { openStore } from '../store/open-store.ts';"],
  ['server/web', "import { createServer } from '../http/server.ts';"],
  ['server/wordlists', "import { createPipeline } from '../moderation/pipeline.ts';"],
  ['contract', "import { openStore } from '../server/store/open-store.ts';"],
  ['contract', "import express from 'express';"],
  ['client-shared', "import { openWidget } from '../client-widget/widget.ts';"],
  ['client-shared', "import { langOf } from '../server/web/lang.ts';"],
  ['client-widget', "import { langOf } from '../server/web/lang.ts';"],
  ['client-widget', "import { toast } from '../client-console/toasts.ts';"],
  ['client-widget', "import { z } from 'zod';"],
  ['client-compat', "import { openWidget } from '../client-widget/widget.ts';"],
  ['client-compat', "import { allowsOrigin } from '../server/sites/origins.ts';"],
  ['client-compat', "import type { WalineAnswer } from '../contract/compat.ts';"],
  ['client-console', "import { mount } from '../client-widget/mount.tsx';"],
  ['client-console', "import { langOf } from '../server/web/lang.ts';"],
];
const ALLOWED: readonly (readonly [string, string])[] = [
  ['server/domain', "import { createHash } from 'node:crypto';"],
  ['server/comments', "import type { CommentStore } from '../store/port.ts';"],
  ['server/http', "import { langOf } from '../web/lang.ts';"],
  ['server/http/routes', "import type { HttpDeps } from '../deps.ts';"],
  ['server/store/mongo', "import mongoose from 'mongoose';"],
  ['server/store/sqlite', "import { DatabaseSync } from 'node:sqlite';"],
  ['contract', "import { z } from 'zod';"],
  ['contract', "import { HIGHEST_LIMIT } from '../server/domain/queue-limits.ts';"],
  ['client-shared', "import type { Lang } from '../contract/problem.ts';"],
  ['client-widget', "import { NAME_LIMIT } from '../server/domain/name-limit.ts';"],
  ['client-compat', "import type { Widget } from '../client-widget/embed.d.ts';"],
  ['client-compat', "import { pageAddress } from '../server/domain/page-address.ts';"],
  ['client-widget/parts', "import { store } from '../state.ts';"],
  ['client-console', "import { langOf } from '../client-shared/language.ts';"],
];
const fileOf = (folder: string, n: number): string => `${folder}/line-${n}.ts`;

let copy: string;
let report: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'liangju-import-rules-'));
  for (const name of ['biome.json', '.gitignore']) copyFileSync(join(ROOT, name), join(copy, name));
  for (const [n, [folder, line]] of [...FORBIDDEN, ...ALLOWED].entries()) {
    mkdirSync(dirname(join(copy, fileOf(folder, n))), { recursive: true });
    writeFileSync(join(copy, fileOf(folder, n)), `${line}\nexport const one = 1;\n`);
  }
  const { stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/biome'), ['lint', '.', '--max-diagnostics=400'], {
    cwd: copy,
    encoding: 'utf8',
  });
  report = stdout + stderr;
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Whether the linter reports a forbidden import, or a forbidden global, in the file. */
const isForbidden = (file: string): boolean => new RegExp(`${file}:\\d+:\\d+ lint/style/noRestricted(?:Imports|Globals)`).test(report);

test.each(FORBIDDEN.map(([folder, line], n) => [folder, line, n] as const))('%s may not have: %s', (folder, _line, n) => {
  expect(isForbidden(fileOf(folder, n))).toBe(true);
});

test.each(ALLOWED.map(([folder, line], n) => [folder, line, FORBIDDEN.length + n] as const))('%s may have: %s', (folder, _line, n) => {
  expect(isForbidden(fileOf(folder, n))).toBe(false);
});

/** What stands at `key` of a value from biome.json. */
const at = (value: unknown, key: string): unknown =>
  value !== null && typeof value === 'object' ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []);

/** The import rules: for files of a pattern, the list of the rule; of several rules that match a file the last one holds. */
const rules = (() => {
  const overrides = at(JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8')), 'overrides');
  return (Array.isArray(overrides) ? overrides : []).flatMap((override: unknown) => {
    const options = ['linter', 'rules', 'style', 'noRestrictedImports', 'options', 'patterns', '0', 'group'].reduce(at, override);
    return options === undefined ? [] : [{ pattern: strings(at(override, 'includes'))[0] ?? '', group: strings(options) }];
  });
})();
const matches = (pattern: string, file: string): boolean =>
  pattern.endsWith('/**')
    ? file.startsWith(pattern.slice(0, -2))
    : dirname(file) === dirname(pattern) && (pattern.endsWith('/*.ts') || file === pattern);
const ruleOf = (file: string): string => rules.findLast(({ pattern }) => matches(pattern, file))?.pattern ?? '';

describe('the rules and the tree', () => {
  test('every source file is under a rule of its module', () => {
    const without = sourceFiles().filter((file) => ruleOf(file) === '');
    expect(without).toEqual([]);
  });

  test('every module has a line above that it may not have', () => {
    const folders = new Set(FORBIDDEN.map(([folder]) => folder));
    const modules = new Set(
      sourceFiles()
        .map(moduleOf)
        .filter((name) => !name.endsWith('.ts')),
    );
    expect([...modules].filter((name) => !folders.has(name))).toEqual([]);
  });

  test('a rule allows nothing that no file of its module imports', () => {
    const imports = allImports();
    const superfluous = rules
      .filter(({ pattern }) => !pattern.startsWith('client-'))
      .flatMap(({ pattern, group }) => {
        const own = imports.filter(({ from }) => ruleOf(from) === pattern).map(({ specifier }) => specifier);
        return group
          .filter((entry) => entry.startsWith('!') && entry !== '!./**')
          .filter((entry) => !own.some((specifier) => isNamedBy(entry.slice(1), specifier)))
          .map((entry) => `${pattern} ${entry}`);
      });
    expect(superfluous).toEqual([]);
  });

  /** Whether an entry such as `!zod`, a folder or `../*.ts` or `zod` names what a line says. */
  const isNamedBy = (entry: string, specifier: string): boolean => {
    const source = entry
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/^\*\*\//, '(?:.*/)?')
      .replace(/\/\*\*$/, '/.+')
      .replace(/(?<![.)])\*/g, '[^/]*');
    return new RegExp(`^${source}$`).test(specifier);
  };

  test('no client has the schema library at run time', () => {
    const found = allImports().filter(({ from, to, isType }) => from.startsWith('client-') && to === 'zod' && !isType);
    expect(found.map(({ from }) => from)).toEqual([]);
  });

  test('nothing but the outbound HTTP client speaks https', () => {
    const callers = allImports().filter(
      ({ from, to }) => from.startsWith('server/') && ['node:https', 'node:http2', 'undici'].includes(to),
    );
    expect(callers.map(({ from }) => moduleOf(from)).filter((name) => name !== 'server/outbound')).toEqual([]);
  });
});
