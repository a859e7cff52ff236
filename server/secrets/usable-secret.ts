import { DecryptionFailed, type Encryption } from './encryption.ts';

/**
 * A secret as it is used; null for one that a restored archive had to leave out, and for one that cannot be read because the server's
 * secret is another one now. What it belonged to is not set up until somebody types it again.
 */
export function usableSecret(stored: string, place: string, encryption: Encryption): string | null {
  if (stored === '') return null;
  try {
    return encryption.decrypt(stored, place);
  } catch (error) {
    if (error instanceof DecryptionFailed) return null;
    throw error;
  }
}
