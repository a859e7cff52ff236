import { LANGS, ProblemView } from '../../contract/problem.ts';
import { REQUEST_HEADERS, type RequestHeader, type RouteRow, type StaffRow, typeOf } from '../../contract/route-row.ts';
import { routes } from '../../contract/routes.ts';
import { PERMISSIONS } from '../domain/permissions.ts';
import { PROBLEM_STATUS } from '../domain/problem.ts';
import { createNamedSchemas, isObject, type Json, type NamedSchemas } from './openapi-schemas.ts';
import { SESSION_COOKIE } from '../web/session-cookie.ts';

const header = (name: string): Json => ({ $ref: `#/components/headers/${name}` });
const parameter = (name: string): Json => ({ $ref: `#/components/parameters/${name}` });
const isRead = (row: RouteRow): boolean => row.method === 'get';

function parametersOf(row: RouteRow, schemas: NamedSchemas): Json[] {
  const parameters: Json[] = [];
  for (const [place, schema] of [
    ['path', row.params],
    ['query', row.query],
  ] as const) {
    if (schema === undefined) continue;
    const { properties, required } = schemas.inline(schema);
    const names = Array.isArray(required) ? required : [];
    for (const [name, property] of Object.entries(isObject(properties) ? properties : {}))
      parameters.push({ name, in: place, required: place === 'path' || names.includes(name), schema: property });
  }
  const headers: RequestHeader[] = ['Accept-Language', ...(row.headers ?? [])];
  if (isRead(row)) headers.push('If-None-Match');
  if (row.who === 'staff' && !isRead(row)) headers.push('X-CSRF-Token');
  return [...parameters, ...headers.map(parameter)];
}

function answerOf(row: RouteRow, status: number, schemas: NamedSchemas): Json {
  const schema = row.replies[status];
  const isCacheable = isRead(row) && row.fileAnswer !== true && status === 200;
  const headers: Json = { 'X-Request-Id': header('X-Request-Id'), 'Cache-Control': header('Cache-Control') };
  if (isCacheable || row.versioned === true) headers.ETag = header('ETag');
  if (row.fileAnswer === true) return { description: 'A file.', headers, content: { '*/*': { schema: { type: 'string' } } } };
  if (row.pageAnswer === true && status === 200)
    return { description: 'A page.', headers, content: { 'text/html': { schema: { type: 'string' } } } };
  if (schema === undefined || schema === null) return { description: 'Done.', headers };
  const content: Json = { [typeOf(row)]: { schema: schemas.answer(schema) } };
  if (row.textAnswer === true) content['text/plain'] = { schema: { type: 'string' } };
  return { description: 'OK.', headers, content };
}

function answersOf(row: RouteRow, schemas: NamedSchemas): Json {
  const answers: Json = {};
  for (const status of Object.keys(row.replies)) answers[status] = answerOf(row, Number(status), schemas);
  if (isRead(row)) answers['304'] = { $ref: '#/components/responses/NotModified' };
  const byStatus = new Map<number, string[]>();
  for (const code of row.problems) byStatus.set(PROBLEM_STATUS[code], [...(byStatus.get(PROBLEM_STATUS[code]) ?? []), code]);
  for (const [status, codes] of byStatus) {
    const headers: Json = { 'X-Request-Id': header('X-Request-Id') };
    if (status === 429 || status >= 500) headers['Retry-After'] = header('Retry-After');
    answers[status] = {
      description: codes.map((code) => `\`${code}\``).join(', '),
      headers,
      content:
        row.pageAnswer === true
          ? { 'text/html': { schema: { type: 'string' } } }
          : { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  answers.default = { $ref: '#/components/responses/Problem' };
  return answers;
}

const SECURITY: Readonly<Record<RouteRow['who'], readonly Json[]>> = {
  anyone: [],
  reader: [{ readerToken: [] }],
  staff: [{ staffToken: [] }, { staffSession: [] }],
  reviewer: [{ reviewerSignature: [] }],
  verifier: [{ webhookSignature: [] }],
};

/** What the caller has to be allowed, in a sentence. */
function permissionText({ action, fields }: StaffRow): string {
  const { roles, scope } = PERMISSIONS[action];
  const more = Object.entries(fields ?? {}).map(([field, other]) => ` With \`${field}\` it is \`${other}\` too.`);
  const byToken = scope === null ? '' : ` An API token needs the scope \`${scope}\`.`;
  return `For ${roles.join(', ')}: \`${action}\`.${more.join('')}${byToken}`;
}

function operationOf(id: string, row: RouteRow, schemas: NamedSchemas): Json {
  const operation: Json = {
    operationId: id,
    summary: row.summary,
    tags: [row.tag],
    security: row.takesReaderToken === true ? [{}, { readerToken: [] }] : SECURITY[row.who],
    parameters: parametersOf(row, schemas),
    responses: answersOf(row, schemas),
  };
  if (row.who === 'staff') operation.description = permissionText(row);
  if (row.body !== undefined) {
    const content: Json = { 'application/json': { schema: schemas.body(row.body) } };
    if (row.textBody === true) content['text/plain'] = { schema: { type: 'string' } };
    operation.requestBody = { required: row.method !== 'delete', content };
  }
  if (row.fileBody === true)
    operation.requestBody = { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } };
  return operation;
}

function headerParameters(schemas: NamedSchemas): Json {
  const entries = Object.entries(REQUEST_HEADERS).map(([name, schema]) => [
    name,
    { name, in: 'header', description: schema.description, schema: schemas.inline(schema) },
  ]);
  return Object.fromEntries(entries);
}

/** What several operations refer to. */
function componentsOf(schemas: NamedSchemas): Json {
  const text: Json = { type: 'string' };
  const refusal: Json = { 'application/problem+json': { schema: schemas.answer(ProblemView) } };
  return {
    schemas: schemas.all(),
    parameters: headerParameters(schemas),
    headers: {
      'X-Request-Id': { description: 'Names the request in the service’s log.', schema: text },
      'Cache-Control': { description: 'Who may keep the answer, and how long.', schema: text },
      ETag: { description: 'For `If-None-Match`; of a word list its version, for `If-Match`.', schema: text },
      'Retry-After': { description: 'Seconds until the same may be asked again.', schema: { type: 'integer' } },
    },
    responses: {
      NotModified: { description: 'What you have is current.', headers: { ETag: header('ETag') } },
      Problem: { description: 'Any other refusal.', headers: { 'X-Request-Id': header('X-Request-Id') }, content: refusal },
    },
    securitySchemes: {
      readerToken: { type: 'http', scheme: 'bearer', description: 'The token that a reader’s first comment gave.' },
      staffToken: { type: 'http', scheme: 'bearer', description: 'A personal API token of staff.' },
      staffSession: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: 'With X-CSRF-Token on every change.' },
      reviewerSignature: { type: 'apiKey', in: 'header', name: 'X-Signature', description: 'See docs/reviewers.md.' },
      webhookSignature: {
        type: 'apiKey',
        in: 'header',
        name: 'webhook-signature',
        description: 'With `webhook-id` and `webhook-timestamp`, as Standard Webhooks has it: see docs/members.md.',
      },
    },
  };
}

/** The whole contract as an OpenAPI 3.1 document, made from the schemas that validate requests. */
export function openApiDocument(publicUrl: string): Json {
  const rows: RouteRow[] = Object.values(routes);
  const schemas = createNamedSchemas([
    ProblemView,
    ...rows.flatMap(({ replies }) => Object.values(replies).filter((reply) => reply !== null)),
  ]);
  const paths: { [path: string]: Json } = {};
  for (const [id, row] of Object.entries<RouteRow>(routes)) {
    paths[row.path] = { ...paths[row.path], [row.method]: operationOf(id, row, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '两句 Liangju',
      version: '1',
      description: `Comments, moderation, live delivery. Sentences come in ${LANGS.join(', ')} by \`Accept-Language\`. Answers may gain members.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    paths,
    components: componentsOf(schemas),
  };
}
