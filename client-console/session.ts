import { signal } from '@preact/signals';
import type { SessionAnswer, StaffView } from '../contract/account.ts';
import { ALL_SITES } from '../server/domain/all-sites.ts';
import type { StaffAction } from '../server/domain/permissions.ts';
import { call, Refused, connectSession } from './api.ts';

/** `unknown` until the service has answered; `unreachable` when it could not; `ended` while the page waits for a new sign-in. */
export type SessionState = 'unknown' | 'unreachable' | 'signed-out' | 'signed-in' | 'ended';

export const session = signal<SessionState>('unknown');
/** Who is signed in; kept while the session has ended and waits to be renewed. */
export const staff = signal<StaffView | null>(null);
/** What is asked for after the password. */
export const secondFactors = signal<SessionAnswer['secondFactors']>([]);
/** They have to set a second factor up before anything else. */
export const wantsSecondFactor = signal(false);
/** What they may do, by site, as the service says. */
const permissions = signal<SessionAnswer['permissions']>({});

// The token lives in memory alone: a script of another page cannot read it, nor does it outlive the tab.
let csrfToken = '';
let waiting: ((isBack: boolean) => void)[] = [];

function enter(answer: SessionAnswer): void {
  const before = staff.value;
  // Somebody else's half-done work must not go on under another name, whichever tab they signed in in.
  if (before !== null && before.id !== answer.staff.id) {
    settle(false);
    location.reload();
    return;
  }
  csrfToken = answer.csrfToken;
  staff.value = answer.staff;
  permissions.value = answer.permissions;
  secondFactors.value = answer.secondFactors;
  wantsSecondFactor.value = answer.secondFactorWanted;
  session.value = 'signed-in';
  settle(true);
}

function settle(isBack: boolean): void {
  const resumed = waiting;
  waiting = [];
  for (const resume of resumed) resume(isBack);
}

/** Notes that the session has ended, and waits for the next: true once there is one, false when the moderator leaves. */
export function sessionEnded(): Promise<boolean> {
  if (session.value !== 'signed-in' && session.value !== 'ended') return Promise.resolve(false);
  session.value = 'ended';
  return new Promise((resolve) => waiting.push(resolve));
}

/** Asks again what is known of who is signed in: another tab may have changed it. @throws Refused, TypeError. */
export async function readSession(): Promise<SessionAnswer> {
  const answer = await call<SessionAnswer>('/staff/session');
  enter(answer);
  return answer;
}

async function renewToken(): Promise<boolean> {
  try {
    const before = csrfToken;
    await readSession();
    // Of somebody else's session no token is taken: the call is not repeated.
    return before !== csrfToken;
  } catch (error) {
    return error instanceof Refused && error.problem.status === 401 ? sessionEnded() : false;
  }
}

const confirm = async (): Promise<boolean> => (await import('./screens/confirm-identity.tsx')).askIdentity(readSession);

/** Asks the service who is signed in. A second call asks again. */
export async function findSession(): Promise<void> {
  connectSession({ csrfToken: () => csrfToken, ended: sessionEnded, renew: renewToken, confirm });
  session.value = 'unknown';
  try {
    await readSession();
  } catch (error) {
    session.value = error instanceof Refused ? 'signed-out' : 'unreachable';
  }
}

/** Is the session that a live connection was refused for over? Then the page asks for a new one. */
export async function checkSession(): Promise<void> {
  if (session.value === 'signed-in') await renewToken();
}

/** Signs in. @throws Refused: `bad-credentials`, `second-factor-required`, `wrong-code`, `wrong-passkey`, `too-fast`. */
export async function signIn(input: object, path = '/staff/session'): Promise<void> {
  enter(await call<SessionAnswer>(path, { method: 'POST', body: input }));
}

/** Signs in by the token of a one-time link. @throws Refused. */
export async function enterByLink(
  link: 'setup' | 'invitation/accept',
  input: { token: string; email?: string; name?: string; password: string },
): Promise<void> {
  enter(await call<SessionAnswer>(`/staff/${link}`, { method: 'POST', body: input }));
}

/** Signs out, also out of a session that has ended by itself. */
export async function signOut(): Promise<void> {
  if (session.value === 'signed-in') await call('/staff/session', { method: 'DELETE' });
  settle(false);
  // A new page: nothing of this person's work stays in memory.
  location.replace(location.pathname);
  location.reload();
}

/**
 * May who is signed in do this? What the service would refuse is not offered.
 * @param site where; null: on any site, or to what is no site's.
 */
export function may(action: StaffAction, site: string | null): boolean {
  const asked = site === null ? Object.values(permissions.value) : [permissions.value[ALL_SITES], permissions.value[site]];
  return asked.some((actions) => actions?.includes(action) === true);
}
