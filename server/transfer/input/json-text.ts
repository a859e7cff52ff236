/** Whole numbers that a double would round are kept as the text that stands there: two ids of 19 digits must not become one. */
const LONG_NUMBER = /\d{16}/;

/**
 * Parses JSON; whole numbers beyond the safe ones become texts of their digits.
 * @throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return JSON.parse(text, function reviveLong(_key: string, value: unknown, context?: { source?: string }) {
    const source = context?.source;
    return typeof value === 'number' && source !== undefined && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value;
  });
}

/** Is it an object, and no list? */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
