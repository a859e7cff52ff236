import { z } from 'zod';
import type { PERMISSIONS, Reach, StaffAction } from '../server/domain/permissions.ts';
import type { ProblemCode } from '../server/domain/problem.ts';
import { Id, SiteIdField } from './comment.ts';

/** The actions of staff that are done to this: a site, the service as a whole, or oneself. */
type ActionOn<R extends Reach> = { [A in StaffAction]: (typeof PERMISSIONS)[A]['reach'] extends R ? A : never }[StaffAction];

/**
 * Where the site stands that a call of staff is about: itself, or by what belongs to it. What is not on one of the
 * person's sites is answered as what does not exist.
 */
export type SiteTarget =
  | 'site:params.id'
  | 'site:query.site'
  | 'site:body.site'
  | 'thread:params.id'
  | 'job:params.id'
  | 'import:params.id'
  | 'reader:params.id';

/** Who may call: anybody, a reader with a token, a reviewer or a verifier outside who signs the body, or staff who may do what it does. */
type Caller =
  | { who: 'anyone' | 'reader' | 'reviewer' | 'verifier'; action?: never; on?: never; fields?: never }
  | { who: 'staff'; action: ActionOn<'self'>; on: 'self'; fields?: never }
  | { who: 'staff'; action: ActionOn<'service'>; on: 'service'; fields?: never }
  // On those sites where the person may do it; the handler leaves out what is elsewhere.
  | { who: 'staff'; action: ActionOn<'site'>; on: 'sites'; fields?: never }
  | {
      who: 'staff';
      action: ActionOn<'site'>;
      on: SiteTarget;
      /** Fields of the body that are another action: it is asked for where they are sent, beside the row's own. */
      fields?: Readonly<Record<string, ActionOn<'site'>>>;
    };
export type Who = Caller['who'];

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

interface Call {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** In OpenAPI's form: `/api/v1/comments/{id}`. */
  path: string;
  summary: string;
  tag: 'comments' | 'readers' | 'staff' | 'moderation' | 'sites' | 'reviewers' | 'transfer';
  /** Who comes by a session must have proved who they are within the last ten minutes. */
  confirms?: boolean;
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
  /** The body is a file of any size, read as it comes by the handler. */
  fileBody?: boolean;
  /** Answers in text/plain where `Accept` prefers it. */
  textAnswer?: boolean;
  /** The media type of its answer, where that is not application/json; the answer is public and has a validator all the same. */
  answerType?: string;
  /** Answers with a file, whose type depends on what is asked for. */
  fileAnswer?: boolean;
  /** Answers with a page for people, refusals too: a browser is sent there, no page calls it. */
  pageAnswer?: boolean;
  /** Its answers carry the version as ETag, also to a change. */
  versioned?: boolean;
  /** The answers by status; null = without content. */
  replies: Readonly<Record<number, z.ZodType | null>>;
  problems: readonly ProblemCode[];
}

/** One row of the public contract: the router, the OpenAPI page and the abuse tests are made from it. */
export type RouteRow = Call & Caller;
/** One of staff. */
export type StaffRow = Extract<RouteRow, { who: 'staff' }>;

/** The rows of one subject. */
export type RouteRows = Readonly<Record<string, RouteRow>>;

/** In the path: what it is about. */
export const ById = z.strictObject({ id: Id });
export const BySite = z.strictObject({ id: SiteIdField });

/** The media type of what a row answers. */
export const typeOf = ({ answerType }: RouteRow): string => answerType ?? 'application/json';
