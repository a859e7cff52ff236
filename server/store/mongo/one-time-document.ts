import type { Ms } from '../../domain/types.ts';

/** `_id` is the key. */
export interface OneTimeDocument {
  _id: string;
  value: string;
  tries: number;
  expiresAt: Ms;
}
