import { randomUUID } from 'node:crypto';

/** The id of a request: the one of a trusted shape that a proxy sent, or a new one. */
export function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}
