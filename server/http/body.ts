import express, { type RequestHandler } from 'express';
import { Problem } from '../domain/problem.ts';

/** Most bytes of a request's body unless its route says otherwise. */
export const BODY_LIMIT = 64 * 1024;

/**
 * Reads the body as text, whatever type it claims to be; `parseJson` makes data of it. Compressed bodies are
 * refused: nobody needs them and they hide their size.
 * @throws Problem `too-large` with the limit.
 */
export function readBody(limit: number): RequestHandler {
  const read = express.text({ type: () => true, limit, inflate: false, defaultCharset: 'utf-8' });
  return (req, res, next) => {
    read(req, res, (error?: unknown) => {
      const tooLarge = error instanceof Error && 'status' in error && error.status === 413;
      next(tooLarge ? new Problem('too-large', { pub: { limit }, cause: error }) : error);
    });
  };
}

/**
 * Parses a JSON body. A `__proto__` key anywhere is refused: no honest client sends one.
 * @throws Problem `json-only`, `malformed-json`, `invalid-request`.
 */
export function parseJson(contentType: string | undefined, text: unknown): unknown {
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType ?? '')) throw new Problem('json-only');
  if (typeof text !== 'string') throw new Problem('malformed-json');
  try {
    // Only an escape could hide the key; to look at every key costs more than all the rest.
    if (!text.includes('__proto__') && !text.includes('\\u')) return JSON.parse(text);
    return JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__') throw new Problem('invalid-request', { errors: [{ path: '__proto__', message: '__proto__' }] });
      // Half a surrogate pair, which only an escape can bring, is no text: stores and clients would each make something else of it.
      return typeof value === 'string' ? value.toWellFormed() : value;
    });
  } catch (cause) {
    throw cause instanceof Problem ? cause : new Problem('malformed-json', { cause });
  }
}
