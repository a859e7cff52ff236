/** The documents of members beside the readers' own: by what they are known, and the tokens that were refused. */
import type { Types } from 'mongoose';
import type { KnownIdentity } from '../../domain/members.ts';
import type { RefusedToken } from '../../domain/refused-tokens.ts';
import type { SiteId } from '../../domain/types.ts';

export type IdentityDocument = KnownIdentity & { _id: Types.ObjectId };
/** `_id` is the site. */
export interface RefusedTokensDocument {
  _id: SiteId;
  tokens: RefusedToken[];
}
