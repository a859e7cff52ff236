import { createHmac } from 'node:crypto';

/**
 * A keyed hash of an e-mail address, the same however it is capitalised: enough to recognise it, useless
 * to a thief of the store.
 */
export function hashEmail(secret: string, email: string): string {
  return createHmac('sha256', secret).update(`email\n${email.trim().toLowerCase()}`).digest('hex');
}
