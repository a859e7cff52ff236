/** Every problem that the service answers with, and its HTTP status. The texts are in `contract/problem.ts`. */
export const PROBLEM_STATUS = {
  'invalid-request': 400,
  'malformed-json': 400,
  'invalid-cursor': 400,
  'unsupported-parent': 400,
  'sign-in-required': 401,
  'invalid-token': 401,
  'bad-credentials': 401,
  'second-factor-required': 401,
  'not-allowed': 403,
  'site-mismatch': 403,
  'origin-not-allowed': 403,
  'csrf-token-missing': 403,
  'confirm-identity': 403,
  'second-factor-wanted': 403,
  'passwords-off': 403,
  'appeal-needs-another': 403,
  banned: 403,
  'verification-required': 403,
  'terms-not-accepted': 403,
  'posting-closed-now': 403,
  'sign-in-refused': 403,
  'verification-refused': 403,
  'edit-window-over': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'request-timeout': 408,
  'stale-revision': 409,
  'already-decided': 409,
  'already-set-up': 409,
  'last-administrator': 409,
  'invalid-transition': 409,
  'duplicate-comment': 409,
  'duplicate-site': 409,
  'duplicate-thread': 409,
  'idempotency-key-reused': 409,
  'invitation-over': 410,
  'too-large': 413,
  'json-only': 415,
  'list-too-long': 413,
  'list-over-memory': 413,
  'too-long': 422,
  'too-short': 422,
  'name-not-allowed': 422,
  'weak-password': 422,
  'wrong-password': 422,
  'wrong-code': 422,
  'wrong-passkey': 422,
  'comment-rejected': 422,
  'comments-closed': 423,
  'head-too-large': 431,
  'revision-required': 428,
  'puzzle-required': 428,
  'too-fast': 429,
  'list-under-way': 429,
  'too-many-sign-ins': 429,
  internal: 500,
  'store-unavailable': 503,
  'shutting-down': 503,
  'store-full': 507,
} as const;

export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** One wrong field of a request. */
export interface FieldError {
  path: string;
  message: string;
  /** A stable word, where there is one. */
  code?: string;
  /** The message by language, where it was not made for one reader. */
  texts?: Readonly<Record<string, string>>;
}

export interface ProblemOptions {
  /** Facts that the sentence and the answer may show: `limit`, `length`, `retryAfter` (s), `commentId`, … */
  pub?: Readonly<Record<string, string | number | null>>;
  /** Facts for the log alone. */
  pvt?: Readonly<Record<string, unknown>>;
  errors?: FieldError[];
  cause?: unknown;
}

/** An expected condition that the caller is sent: a stable code, never internals. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly pub: Readonly<Record<string, string | number | null>>;
  readonly pvt: Readonly<Record<string, unknown>>;
  readonly errors: FieldError[];

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = PROBLEM_STATUS[code];
    this.pub = options.pub ?? {};
    this.pvt = options.pvt ?? {};
    this.errors = options.errors ?? [];
  }
}
