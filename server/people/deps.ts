import type { AuditEntry, Id, Ms } from '../domain/types.ts';
import type { Effects, Store } from '../store/port.ts';
import type { NameField } from './clean-name.ts';
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
  store: Pick<Store, 'accounts'>;
  now: () => Ms;
  newId: () => Id;
  random: (bytes: number) => Uint8Array;
  secret: string;
  /** False only for load tests on the loopback. */
  limitsOn: boolean;
  /** Counts tries to sign in; one for the life of the app. */
  signInLimits: SignInLimits;
  log?: { warn: (facts: object, message: string) => void };
}

/** Who acts on an account; `system` for the start and the command line. */
export interface AccountActor {
  id: Id | 'system';
  name: string;
  requestId: string | null;
}

/** The line that the log of acts gets with a change of an account. */
export function accountEffects(
  deps: Pick<StaffDeps, 'now' | 'newId'>,
  actor: AccountActor,
  action: string,
  subject: Id,
  data: AuditEntry['data'] = {},
): Effects {
  const entry: AuditEntry = {
    id: deps.newId(),
    siteId: null,
    at: deps.now(),
    by: actor.id,
    byName: actor.name,
    action,
    subject,
    reason: null,
    note: '',
    requestId: actor.requestId,
    data,
  };
  return { events: [], audit: [entry] };
}
