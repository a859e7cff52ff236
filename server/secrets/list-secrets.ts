import { SECRET_MASK } from '../../contract/secret-mask.ts';
import type { SiteId } from '../domain/types.ts';
import type { Encryption } from './encryption.ts';
import { usableSecret } from './usable-secret.ts';

/** Something in a list of a site's settings that has a secret. */
interface SecretOwner {
  id: string;
  secret: string;
}

/** A mask that stands for nothing: nothing of that id is stored, or its secret would now go to somebody else. */
export interface MissingSecret {
  /** Index in the list that was sent. */
  index: number;
  id: string;
}

/**
 * The secrets of a list in a site's settings. Three forms of one shape are kept apart by the functions that make them:
 * plain (to use), encrypted (to store), masked (to show).
 */
export interface ListSecrets<T> {
  /** The list as people may see it. */
  mask(stored: readonly T[]): T[];
  /** The list as it is stored: new secrets encrypted, masked ones kept from what is stored under the same id for the same recipient. */
  encrypt(siteId: SiteId, sent: readonly T[], stored: readonly T[], encryption: Encryption): { list: T[]; missing: MissingSecret[] };
  /** Those of the list whose secret is usable, as they are used. */
  usable(siteId: SiteId, stored: readonly T[], encryption: Encryption): T[];
  /** The whole list as it is used. @throws DecryptionFailed */
  decrypt(siteId: SiteId, stored: readonly T[], encryption: Encryption): T[];
}

/**
 * Makes the rule of a list.
 * @param rule.placeOf names where a secret belongs: it opens nowhere else.
 * @param rule.recipientOf says to whom it is shown. It has to be typed again when this changes, or else anybody who may change settings
 * could read it.
 */
export function listSecrets<T extends SecretOwner>(rule: {
  placeOf: (siteId: SiteId, id: string) => string;
  recipientOf: (one: T) => string;
}): ListSecrets<T> {
  const { placeOf, recipientOf } = rule;
  return {
    mask: (stored) => stored.map((one) => ({ ...one, secret: SECRET_MASK })),
    encrypt(siteId, sent, stored, encryption) {
      const missing: MissingSecret[] = [];
      const list = sent.map((one, index) => {
        if (one.secret !== SECRET_MASK) return { ...one, secret: encryption.encrypt(one.secret, placeOf(siteId, one.id)) };
        const before = stored.find(({ id }) => id === one.id);
        if (before === undefined || recipientOf(before) !== recipientOf(one)) missing.push({ index, id: one.id });
        return { ...one, secret: before?.secret ?? SECRET_MASK };
      });
      return { list, missing };
    },
    usable: (siteId, stored, encryption) =>
      stored.flatMap((one) => {
        const secret = usableSecret(one.secret, placeOf(siteId, one.id), encryption);
        return secret === null ? [] : [{ ...one, secret }];
      }),
    decrypt: (siteId, stored, encryption) =>
      stored.map((one) => ({ ...one, secret: encryption.decrypt(one.secret, placeOf(siteId, one.id)) })),
  };
}
