import type { z } from 'zod';
import type { ApiTokenView, OwnSession as OwnSessionView, ReaderView, StaffAccount, StaffView } from '../../contract/account.ts';
import type { PasskeyView } from '../../contract/passkeys.ts';
import type { Reader } from '../domain/types.ts';
import {
  type ApiToken,
  grantedSites,
  hasSecondFactor,
  highestRole,
  type OwnSession,
  type Passkey,
  type Staff,
} from '../domain/accounts.ts';
import { wireTime } from './present-comment.ts';

/** A reader as they see themselves. */
export function presentReader(reader: Reader): ReaderView {
  const { id, kind, name, avatar, url, badge, verified, acceptedTerms } = reader;
  return { id, kind, name, avatar, url, badge, verified: verified?.kind ?? null, terms: acceptedTerms.at(-1)?.version ?? null };
}

/** A member of staff, to staff. */
export function presentStaff(staff: Staff): StaffView {
  const { id, email, name, grants } = staff;
  return { id, email, name, role: highestRole(grants) ?? 'observer', sites: grantedSites(grants), grants };
}

/** An account, to those who keep the accounts. */
export function presentAccount(staff: Staff): StaffAccount {
  return {
    ...presentStaff(staff),
    secondFactor: hasSecondFactor(staff),
    disabled: staff.disabled,
    invitedUntil: staff.invitation === null ? null : wireTime(staff.invitation.until),
    createdAt: wireTime(staff.createdAt),
  };
}

/** A session, to its owner. */
export function presentSession({ id, createdAt, seenAt, network, browser, isCurrent }: OwnSession): OwnSessionView {
  return { id, createdAt: wireTime(createdAt), seenAt: wireTime(seenAt), network, browser, isCurrent };
}

/** A passkey, to its owner. */
export function presentPasskey({ id, name, createdAt, usedAt }: Passkey): PasskeyView {
  return { id, name, createdAt: wireTime(createdAt), usedAt: usedAt === null ? null : wireTime(usedAt) };
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
