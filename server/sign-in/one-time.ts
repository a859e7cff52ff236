import { createHash, createHmac } from 'node:crypto';
import type { z } from 'zod';
import type { Ms } from '../domain/types.ts';
import type { SignInDeps } from './deps.ts';

type OneTimeDeps = Pick<SignInDeps, 'store' | 'encryption' | 'now' | 'secret'>;

/** Names that cannot be guessed: 256 bits as text. */
export const randomName = ({ random }: Pick<SignInDeps, 'random'>): string => Buffer.from(random(32)).toString('base64url');
/** A name as it is compared and stored. */
export const nameHash = (name: string): string => createHash('sha256').update(name).digest('base64url');

/**
 * Records of one kind that are used once: encrypted, under the keyed hash of their name, so that the store alone gives nothing away.
 * @param kind keeps the names of one kind apart from those of another.
 */
export function oneTimeRecords<S extends z.ZodType>(deps: OneTimeDeps, kind: string, schema: S) {
  const keyOf = (name: string): string => createHmac('sha256', deps.secret).update(`one-time ${kind}\n${name}`).digest('base64url');
  const opened = (key: string, value: string | null): z.output<S> | null =>
    value === null ? null : schema.parse(JSON.parse(deps.encryption.decrypt(value, `one-time ${key}`)));
  return {
    /** Keeps what belongs to the name, instead of what was kept before. */
    async keep(name: string, record: z.input<S>, lifetime: Ms): Promise<void> {
      const key = keyOf(name);
      const value = deps.encryption.encrypt(JSON.stringify(record), `one-time ${key}`);
      await deps.store.oneTime.keep({ key, value, expiresAt: deps.now() + lifetime });
    },
    /** Gives it and leaves it; null when there is none. */
    async look(name: string): Promise<z.output<S> | null> {
      const key = keyOf(name);
      return opened(key, await deps.store.oneTime.look(key, deps.now()));
    },
    /** Gives it once; null when there is none any more. */
    async take(name: string): Promise<z.output<S> | null> {
      const key = keyOf(name);
      return opened(key, await deps.store.oneTime.take(key, deps.now()));
    },
    /** Counts a try and gives it; null after `most`. */
    async attempt(name: string, most: number): Promise<z.output<S> | null> {
      const key = keyOf(name);
      return opened(key, await deps.store.oneTime.attempt(key, deps.now(), most));
    },
  };
}
