/** Names of fields that never reach a log, compared without case, `-` and `_`. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'xcsrftoken',
  'csrftoken',
  'csrf',
  'password',
  'passwordhash',
  'token',
  'tokenhash',
  'readertoken',
  'sessiontoken',
  'accesstoken',
  'secret',
  'otp',
  'email',
  'adminemail',
  'adminpassword',
  'metricstoken',
  'databaseurl',
  'body',
  'ip',
  'xforwardedfor',
  'forwarded',
  'xrealip',
]);

const HIDDEN = '[hidden]';
const DEEPEST = 8;

/**
 * A copy of a log entry, plain JSON, without secrets, personal data and texts of readers, at any depth.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '[deep]';
  if (Array.isArray(value)) return value.map((item: unknown) => redact(item, depth + 1));
  const clean: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) {
    clean[name] =
      SECRET_NAMES.has(name.toLowerCase().replaceAll(/[-_]/g, '')) && part !== null && part !== undefined
        ? HIDDEN
        : redact(part, depth + 1);
  }
  return clean;
}

/** Tokens and passwords in addresses, wherever they stand in a line. */
export function redactText(line: string): string {
  return line.replaceAll(/\blj[rs]_[\w-]{8,}/g, HIDDEN).replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"\\]+@/gi, `$1${HIDDEN}@`);
}

/** What JSON leaves as it is but a terminal or a log reader may obey: C1 controls, DEL, line separators, directions of writing. */
export function escapeControls(line: string): string {
  return line.replaceAll(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
