import express, { type RequestHandler } from 'express';
import { readJson } from '../domain/json-text.ts';
import { Problem } from '../domain/problem.ts';

/** Most bytes of a request's body unless its route has another limit. */
export const BODY_LIMIT = 64 * 1024;

/**
 * Reads the body as text, whatever type it claims to be; `parseJson` makes data of it. Compressed bodies are
 * refused: no client needs them and they hide their size.
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

/** @throws Problem `json-only` unless its type is JSON. */
export function requireJson(contentType: string | undefined): void {
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType ?? '')) throw new Problem('json-only');
}

/** Parses a JSON body. @throws Problem `json-only`, `malformed-json`, `invalid-request`. */
export function parseJson(contentType: string | undefined, text: unknown): unknown {
  requireJson(contentType);
  if (typeof text !== 'string') throw new Problem('malformed-json');
  return readJson(text);
}
