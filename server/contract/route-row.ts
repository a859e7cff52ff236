import { z } from 'zod';
import type { ProblemCode } from '../domain/problem.ts';
import type { Scope } from './account.ts';
import { Id, SiteIdField } from './comment.ts';

/** Who may call: anybody, a reader with a token, a member of staff. */
export type Who = 'anyone' | 'reader' | 'staff';

/** One row of the public contract: the router, the OpenAPI page and the abuse tests are made from it. */
export interface RouteRow {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** In OpenAPI's form: `/api/v1/comments/{id}`. */
  path: string;
  summary: string;
  tag: 'comments' | 'readers' | 'staff' | 'moderation' | 'sites';
  who: Who;
  /** Of staff: what the API token must allow; a session may what its role may. */
  scope?: Scope;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Largest body in bytes; 64 KiB when left out. */
  bodyLimit?: number;
  /** What else than JSON is taken as body, as text. */
  textBody?: boolean;
  /** The answers by status; null = without content. */
  replies: Readonly<Record<number, z.ZodType | null>>;
  problems: readonly ProblemCode[];
}

/** The rows of one subject. */
export type RouteRows = Readonly<Record<string, RouteRow>>;

/** In the path: what it is about. */
export const ById = z.strictObject({ id: Id });
export const BySite = z.strictObject({ id: SiteIdField });
