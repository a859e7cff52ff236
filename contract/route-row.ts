import { z } from 'zod';
import type { ProblemCode } from '../server/domain/problem.ts';
import type { Scope } from './account.ts';
import { Id, SiteIdField } from './comment.ts';

/** Who may call: anybody, a reader with a token, a member of staff, a reviewer outside who signs the body. */
export type Who = 'anyone' | 'reader' | 'staff' | 'reviewer';

/** Headers that calls take. */
export const REQUEST_HEADERS = {
  'Accept-Language': z.string().meta({ description: 'The language of sentences.', example: 'zh-CN' }),
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{22,255}$/)
    .meta({ description: 'Random, 22 to 255 visible ASCII characters: the same request with it is stored once.' }),
  'If-Match': z.string().meta({ description: 'The version that was read, as its ETag says it, or `*`.' }),
  'If-None-Match': z.string().meta({ description: 'The ETag of what one has: 304 when it is current.' }),
  'X-CSRF-Token': z.string().meta({ description: 'The `csrfToken` of the session; not wanted with an API token.' }),
};
export type RequestHeader = keyof typeof REQUEST_HEADERS;

/** One row of the public contract: the router, the OpenAPI page and the abuse tests are made from it. */
export interface RouteRow {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** In OpenAPI's form: `/api/v1/comments/{id}`. */
  path: string;
  summary: string;
  tag: 'comments' | 'readers' | 'staff' | 'moderation' | 'sites' | 'reviewers';
  who: Who;
  /** Of staff: what the API token must allow; a session may what its role may. */
  scope?: Scope;
  /** Anybody may call it, and a reader's token says who calls. */
  takesReaderToken?: boolean;
  /** Headers of its own, beside those that follow from `who` and `method`. */
  headers?: readonly RequestHeader[];
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Largest body in bytes; 64 KiB when left out. */
  bodyLimit?: number;
  /** What else than JSON is taken as body, as text. */
  textBody?: boolean;
  /** Answers in text/plain where `Accept` prefers it. */
  textAnswer?: boolean;
  /** Its answers carry the version as ETag, also to a change. */
  versioned?: boolean;
  /** The answers by status; null = without content. */
  replies: Readonly<Record<number, z.ZodType | null>>;
  problems: readonly ProblemCode[];
}

/** The rows of one subject. */
export type RouteRows = Readonly<Record<string, RouteRow>>;

/** In the path: what it is about. */
export const ById = z.strictObject({ id: Id });
export const BySite = z.strictObject({ id: SiteIdField });
