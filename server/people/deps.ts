import type { AuditEntry, Id, Ms } from '../domain/types.ts';
import { type Actor, type Effects, effectsOf } from '../domain/effects.ts';
import type { StaffRole } from '../domain/accounts.ts';
import type { Store } from '../store/port.ts';
import type { NameField } from './clean-name.ts';
import type { ScryptCost } from './password.ts';
import type { SignInLimits } from './sign-in-limits.ts';

/** What acts on readers need of the world. */
export interface GuestDeps {
  store: Pick<Store, 'readers'>;
  now: () => Ms;
  newId: () => Id;
  /** That many random bytes. */
  random: (bytes: number) => Uint8Array;
  /** The server's secret. */
  secret: string;
  /** The name as it may be shown. @throws Problem `name-not-allowed`. */
  cleanName: (name: string, field?: NameField) => string;
}

/** What acts on staff accounts need of the world. */
export interface StaffDeps {
  store: Pick<Store, 'accounts' | 'moderation' | 'comments' | 'events' | 'oneTime' | 'readers'>;
  now: () => Ms;
  newId: () => Id;
  random: (bytes: number) => Uint8Array;
  secret: string;
  /** What a password's hash costs; PASSWORD_COST, which no setting changes, when left out. */
  passwordCost?: ScryptCost;
  /** The roles that demand a second factor. */
  requireSecondFactor: readonly StaffRole[];
  /** False only for load tests on the loopback. */
  limitsOn: boolean;
  /** Counts tries to sign in; one for the life of the app. */
  signInLimits: SignInLimits;
  /** Who may sign in by password; everybody when left out. */
  passwords?: 'on' | 'off' | { email: string };
  log?: { warn: (facts: object, message: string) => void };
}

/** Who acts on an account; `system` for the start and the command line. */
export type AccountActor = Actor;

/** The line that the audit log gets with a change of an account. */
export function accountEffects(
  deps: Pick<StaffDeps, 'now' | 'newId'>,
  actor: AccountActor,
  action: string,
  subject: Id,
  data: AuditEntry['data'] = {},
): Effects {
  return effectsOf({ at: deps.now(), newId: deps.newId }, actor, { action, siteId: null, subject, data });
}
