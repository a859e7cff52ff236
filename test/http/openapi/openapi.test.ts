import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { z } from 'zod';
import type { RouteRow } from '../../../contract/route-row.ts';
import { routes } from '../../../contract/routes.ts';
import { call, signIn } from '../../support/api.ts';
import { type StartedServer, startServer } from '../../support/start-server.ts';

const ROOT = join(import.meta.dirname, '../../..');
const run = promisify(execFile);

const Operation = z.object({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.union([z.object({ $ref: z.string() }), z.object({ name: z.string(), in: z.string() })])),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) })) }).optional(),
  responses: z.record(z.string(), z.record(z.string(), z.unknown())),
});
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
});

let server: StartedServer;
let text: string;
let document: z.infer<typeof Document>;

beforeAll(async () => {
  server = await startServer();
  text = await (await fetch(`${server.url}/api/v1/openapi.json`)).text();
  document = Document.parse(JSON.parse(text));
});
afterAll(() => server?.close());

/** Every reference in a piece of the document. */
const referencesIn = (piece: unknown): string[] => [...JSON.stringify(piece).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to = '']) => to);

test('is a valid OpenAPI 3.1 document', async () => {
  const result = await new Validator().validate(JSON.parse(text));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});

test('every reference leads to a component', () => {
  const references = [...new Set(referencesIn(document))];
  expect(references.length).toBeGreaterThan(50);
  for (const reference of references) {
    const [, , kind = '', name = ''] = reference.split('/');
    expect([reference, Object.keys(document.components[kind] ?? {}).includes(name)]).toEqual([reference, true]);
  }
});

describe.each(Object.entries<RouteRow>(routes))('%s', (id, row) => {
  const operation = () => document.paths[row.path]?.[row.method];

  test('stands in the document with what it takes', () => {
    const found = operation();
    expect(found?.operationId).toBe(id);
    const names = (found?.parameters ?? []).map((one) => ('$ref' in one ? one.$ref.split('/').at(-1) : one.name));
    expect(names).toContain('Accept-Language');
    for (const header of row.headers ?? []) expect(names).toContain(header);
    expect(names.includes('X-CSRF-Token')).toBe(row.who === 'staff' && row.method !== 'get');
    const body = found?.requestBody?.content['application/json']?.schema;
    expect(body === undefined).toBe(row.body === undefined);
  });

  test('says who may call it', () => {
    const schemes = (operation()?.security ?? []).flatMap((one) => Object.keys(one));
    const expected = {
      anyone: row.takesReaderToken === true ? ['readerToken'] : [],
      reader: ['readerToken'],
      staff: ['staffToken', 'staffSession'],
      reviewer: ['reviewerSignature'],
      verifier: ['webhookSignature'],
    };
    expect(schemes).toEqual(expected[row.who]);
  });

  test('its answers are open to new members', () => {
    const open = (piece: unknown, seen: Set<string>): void => {
      expect(JSON.stringify(piece)).not.toContain('"additionalProperties":false');
      for (const reference of referencesIn(piece)) {
        const [, , kind = '', name = ''] = reference.split('/');
        if (seen.has(reference)) continue;
        open(document.components[kind]?.[name], seen.add(reference));
      }
    };
    open(operation()?.responses, new Set());
  });
});

test('a call for an address of every row is answered by that row', async () => {
  for (const [id, row] of Object.entries<RouteRow>(routes)) {
    const path = row.path.replace(/\{\w+\}/g, 'unknown');
    const answer = await call<{ code?: string }>(server.url, path, {
      method: row.method.toUpperCase(),
      ...(row.body === undefined ? {} : { body: {} }),
    });
    expect([id, answer.body.code]).not.toEqual([id, 'method-not-allowed']);
  }
});

describe('with a client made of it', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liangju-openapi-'));
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{"type": "module"}');
    await writeFile(join(folder, 'openapi.json'), text);
    await copyFile(join(import.meta.dirname, 'program.ts'), join(folder, 'program.ts'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('a program compiles and does what it says', async () => {
    const preload = pathToFileURL(join(ROOT, 'test/support/typescript-5.js')).href;
    const generator = join(ROOT, 'node_modules/openapi-typescript/bin/cli.js');
    const env = { ...process.env, NODE_OPTIONS: '' };
    await run(process.execPath, ['--import', preload, generator, 'openapi.json', '-o', 'schema.ts'], { cwd: folder, env });
    const options = {
      extends: join(ROOT, 'tsconfig.base.json'),
      compilerOptions: { noEmit: true, allowImportingTsExtensions: true, types: ['node'] },
      include: ['*.ts'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(options));
    await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.'], { cwd: folder, env }).catch(
      (error: { stdout: string }) => {
        throw new Error(error.stdout);
      },
    );

    const session = await signIn(server.url);
    const made = await call<{ token: string }>(server.url, '/api/v1/staff/tokens', {
      body: { name: '程序', scopes: ['read'] },
      headers: session,
    });
    const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', 'program.ts', server.url, made.body.token], {
      cwd: folder,
      env,
    });
    const done: { id: string; ids: string[] } & Record<string, unknown> = JSON.parse(stdout);
    expect(done).toMatchObject({ posted: 201, count: 1, refusal: 'not-found', version: expect.any(Number), waiting: expect.any(Number) });
    expect(done.ids).toEqual([done.id]);
  });
});
