import { z } from 'zod';
import { ProblemView } from '../contract/problem.ts';
import type { RouteRow } from '../contract/route-row.ts';
import { routes } from '../contract/routes.ts';
import { PROBLEM_STATUS } from '../domain/problem.ts';

type Json = { [key: string]: unknown };

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  return rest;
};

function parametersOf(row: RouteRow): Json[] {
  const parameters: Json[] = [];
  for (const [place, schema] of [
    ['path', row.params],
    ['query', row.query],
  ] as const) {
    if (schema === undefined) continue;
    const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    for (const [name, property] of Object.entries(properties)) {
      parameters.push({ name, in: place, required: place === 'path' || required.includes(name), schema: property });
    }
  }
  return parameters;
}

function answersOf(row: RouteRow): Json {
  const answers: Json = {};
  for (const [status, schema] of Object.entries(row.replies)) {
    answers[status] =
      schema === null
        ? { description: 'Done.' }
        : { description: 'OK.', content: { 'application/json': { schema: schemaOf(schema, 'output') } } };
  }
  const byStatus = new Map<number, string[]>();
  for (const code of row.problems) {
    const status = PROBLEM_STATUS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  for (const [status, codes] of byStatus) {
    answers[status] = {
      description: codes.map((code) => `\`${code}\``).join(', '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return answers;
}

function operationOf(id: string, row: RouteRow): Json {
  const operation: Json = {
    operationId: id,
    summary: row.summary,
    tags: [row.tag],
    parameters: parametersOf(row),
    responses: answersOf(row),
  };
  if (row.body !== undefined) {
    const content: Json = { 'application/json': { schema: schemaOf(row.body, 'input') } };
    if (row.textBody === true) content['text/plain'] = { schema: { type: 'string' } };
    operation.requestBody = { required: row.method !== 'delete', content };
  }
  if (row.who === 'reader') operation.security = [{ readerToken: [] }];
  if (row.who === 'staff') operation.security = [{ staffToken: [] }, { staffSession: [] }];
  return operation;
}

/** The whole contract as an OpenAPI 3.1 document, made from the schemas that validate requests. */
export function openApiDocument(publicUrl: string): Json {
  const paths: { [path: string]: Json } = {};
  for (const [id, row] of Object.entries<RouteRow>(routes)) {
    paths[row.path] = { ...paths[row.path], [row.method]: operationOf(id, row) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '两句 Liangju',
      version: '1',
      description: 'Comments, moderation, live delivery.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { Problem: schemaOf(ProblemView, 'output') },
      securitySchemes: {
        readerToken: { type: 'http', scheme: 'bearer', description: 'The token that a reader’s first comment gave.' },
        staffToken: { type: 'http', scheme: 'bearer', description: 'A personal API token of staff.' },
        staffSession: { type: 'apiKey', in: 'cookie', name: '__Host-liangju_session', description: 'With X-CSRF-Token on every change.' },
      },
    },
  };
}
