import type { Ms } from './types.ts';

/** How long a moderator's claim holds unless it is renewed. */
export const CLAIM_MS: Ms = 120_000;
