import type { z } from 'zod';
import type { ApiTokenView, ReaderView, StaffView } from '../../contract/account.ts';
import type { Reader } from '../domain/types.ts';
import type { ApiToken, Staff } from '../domain/accounts.ts';
import { wireTime } from './present-comment.ts';

/** A reader as they see themselves. */
export function presentReader(reader: Reader): ReaderView {
  return { id: reader.id, kind: reader.kind, name: reader.name };
}

/** A member of staff, to staff. */
export function presentStaff(staff: Staff): StaffView {
  return { id: staff.id, email: staff.email, name: staff.name, role: staff.role, sites: staff.siteIds };
}

/** A personal API token without its secret. */
export function presentApiToken(token: ApiToken): z.infer<typeof ApiTokenView> {
  return {
    id: token.id,
    name: token.name,
    scopes: token.scopes,
    createdAt: wireTime(token.createdAt),
    usedAt: token.usedAt === null ? null : wireTime(token.usedAt),
  };
}
