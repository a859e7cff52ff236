import type { StaffId } from '../../domain/types.ts';
import {
  type ApiToken,
  areSameGrants,
  type Grant,
  keepsAccounts,
  type Passkey,
  type SecondFactor,
  type Staff,
  type StaffSession,
} from '../../domain/accounts.ts';
import { Duplicate, LastAdministrator, NotFound, StaleRevision } from '../port.ts';
import type { Effects } from '../../domain/effects.ts';
import type { AccountStore } from '../port-admin.ts';
import type { Db, Row } from './database.ts';
import { applyEffects } from './effects.ts';
import { json, number, numberOrNull, text, textOrNull } from './rows.ts';

/** "Was seen" is noted this often at most, ms. */
const NOTED_EVERY = 60_000;

function invitationOf(row: Row): Staff['invitation'] {
  const [tokenHash, until] = [textOrNull(row, 'invitation_hash'), numberOrNull(row, 'invitation_until')];
  return tokenHash === null || until === null ? null : { tokenHash, until };
}

/** A row of `staff`. */
export function staffOf(row: Row): Staff {
  return {
    id: text(row, 'id'),
    email: text(row, 'email'),
    name: text(row, 'name'),
    grants: json<Grant[]>(row, 'grants'),
    passwordHash: text(row, 'password_hash'),
    invitation: invitationOf(row),
    secondFactor: row.second_factor === null ? null : json<SecondFactor>(row, 'second_factor'),
    passkeys: json<Passkey[]>(row, 'passkeys'),
    identity: textOrNull(row, 'identity'),
    disabled: row.disabled === 1,
    createdAt: number(row, 'created_at'),
  };
}

const columns = (staff: Staff) => ({
  id: staff.id,
  name: staff.name,
  grants: JSON.stringify(staff.grants),
  passwordHash: staff.passwordHash,
  invitationHash: staff.invitation?.tokenHash ?? null,
  invitationUntil: staff.invitation?.until ?? null,
  secondFactor: staff.secondFactor === null ? null : JSON.stringify(staff.secondFactor),
  passkeys: JSON.stringify(staff.passkeys),
  identity: staff.identity,
  disabled: staff.disabled ? 1 : 0,
});

/** See the port. */
export function createStaff(db: Db, staff: Staff, fx: Effects): Staff {
  const inserted = db.run(
    `INSERT INTO staff (id, email, name, grants, password_hash, invitation_hash, invitation_until, second_factor, passkeys, identity, disabled,
       created_at)
     VALUES ($id, $email, $name, $grants, $passwordHash, $invitationHash, $invitationUntil, $secondFactor, $passkeys, $identity, $disabled,
       $createdAt) ON CONFLICT DO NOTHING`,
    { ...columns(staff), email: staff.email, createdAt: staff.createdAt },
  );
  if (inserted === 0) throw new Duplicate(`staff ${staff.id}`);
  applyEffects(db, fx);
  return staff;
}

/** See the port. */
export function createFirstStaff(db: Db, staff: Staff, fx: Effects): Staff | null {
  return db.get('SELECT 1 FROM staff LIMIT 1') === undefined ? createStaff(db, staff, fx) : null;
}

export function getStaff(db: Db, id: StaffId): Staff | null {
  const row = db.get('SELECT * FROM staff WHERE id = $id', { id });
  return row === undefined ? null : staffOf(row);
}

export function staffByEmail(db: Db, email: string): Staff | null {
  const row = db.get('SELECT * FROM staff WHERE email = $email', { email });
  return row === undefined ? null : staffOf(row);
}

/** See the port. */
export function staffByIdentity(db: Db, identity: string): Staff | null {
  const row = db.get('SELECT * FROM staff WHERE identity = $identity', { identity });
  return row === undefined ? null : staffOf(row);
}

export function listStaff(db: Db): Staff[] {
  return db.all('SELECT * FROM staff ORDER BY email').map(staffOf);
}

/** See the port. */
export function changeStaff(
  db: Db,
  id: StaffId,
  patch: Parameters<AccountStore['changeStaff']>[1],
  fx: Effects,
  was: NonNullable<Parameters<AccountStore['changeStaff']>[3]> = {},
): Staff {
  const before = getStaff(db, id);
  if (before === null) throw new NotFound(`no staff ${id}`);
  const {
    passwordHash = before.passwordHash,
    secondFactor = before.secondFactor,
    identity = before.identity,
    grants = before.grants,
  } = was;
  const isOther =
    passwordHash !== before.passwordHash || identity !== before.identity || stateOf(secondFactor) !== stateOf(before.secondFactor);
  if (isOther || !areSameGrants(grants, before.grants)) throw new StaleRevision(`staff ${id} has changed`);
  const after = { ...before, ...patch };
  const holder = after.identity === null ? null : staffByIdentity(db, after.identity);
  if (holder !== null && holder.id !== id) throw new Duplicate(`the identity of staff ${holder.id}`);
  if (keepsAccounts(before) && !keepsAccounts(after)) wantAnother(db, id);
  db.run(
    `UPDATE staff SET name = $name, grants = $grants, password_hash = $passwordHash, invitation_hash = $invitationHash,
       invitation_until = $invitationUntil, second_factor = $secondFactor, passkeys = $passkeys, identity = $identity, disabled = $disabled WHERE id = $id`,
    columns(after),
  );
  applyEffects(db, fx);
  return after;
}

/** What distinguishes a second factor from the one before and the one after it. */
const stateOf = (factor: Staff['secondFactor']): string | null => (factor === null ? null : `${factor.secret} ${factor.isOn}`);

/** @throws LastAdministrator when nobody else keeps the accounts. */
function wantAnother(db: Db, id: StaffId): void {
  if (!listStaff(db).some((other) => other.id !== id && keepsAccounts(other))) throw new LastAdministrator(`staff ${id}`);
}

/** See the port. */
export function removeStaff(db: Db, id: StaffId, fx: Effects): void {
  const before = getStaff(db, id);
  if (before === null) throw new NotFound(`no staff ${id}`);
  if (keepsAccounts(before)) wantAnother(db, id);
  db.run('DELETE FROM staff WHERE id = $id', { id });
  db.run('DELETE FROM api_tokens WHERE staff_id = $id', { id });
  endSessionsOf(db, id);
  applyEffects(db, fx);
}

/** See the port. */
export function staffByInvitation(db: Db, tokenHash: string): Staff | null {
  const row = db.get('SELECT * FROM staff WHERE invitation_hash = $tokenHash', { tokenHash });
  return row === undefined ? null : staffOf(row);
}

/** See the port. */
export function acceptInvitation(
  db: Db,
  { tokenHash, now, passwordHash }: Parameters<AccountStore['acceptInvitation']>[0],
  fx: Effects,
): Staff | null {
  const before = staffByInvitation(db, tokenHash);
  if (before === null || before.disabled || (before.invitation?.until ?? 0) <= now) return null;
  return changeStaff(db, before.id, { passwordHash, invitation: null }, fx);
}

/** See the port. */
export function openSession(db: Db, session: StaffSession, fx: Effects): void {
  db.run(
    `INSERT INTO sessions (token_hash, staff_id, created_at, seen_at, expires_at, confirmed_at, network, browser)
     VALUES ($tokenHash, $staffId, $createdAt, $seenAt, $expiresAt, $confirmedAt, $network, $browser)`,
    { ...session },
  );
  applyEffects(db, fx);
}

function sessionIn(row: Row): StaffSession {
  return {
    tokenHash: text(row, 'token_hash'),
    staffId: text(row, 'staff_id'),
    createdAt: number(row, 'created_at'),
    seenAt: number(row, 'seen_at'),
    expiresAt: number(row, 'expires_at'),
    confirmedAt: number(row, 'confirmed_at'),
    network: text(row, 'network'),
    browser: text(row, 'browser'),
  };
}

/** See the port. */
export function sessionsOf(db: Db, staffId: StaffId, now: number, idleSince: number): StaffSession[] {
  const sql =
    'SELECT * FROM sessions WHERE staff_id = $staffId AND expires_at > $now AND seen_at >= $idleSince ORDER BY seen_at DESC, token_hash';
  return db.all(sql, { staffId, now, idleSince }).map(sessionIn);
}

/** See the port. */
export function confirmSession(db: Db, tokenHash: string, at: number): void {
  db.run('UPDATE sessions SET confirmed_at = $at WHERE token_hash = $tokenHash', { tokenHash, at });
}

/** The session if it is in force, and whether it is time to note that it was seen. */
export function findSession(db: Db, tokenHash: string, now: number, idleSince: number): { session: StaffSession; isDue: boolean } | null {
  const row = db.get('SELECT * FROM sessions WHERE token_hash = $tokenHash AND expires_at > $now AND seen_at >= $idleSince', {
    tokenHash,
    now,
    idleSince,
  });
  if (row === undefined) return null;
  const session = sessionIn(row);
  return { session, isDue: now - session.seenAt >= NOTED_EVERY };
}

/** Notes that a session was seen, unless it has meanwhile ended. */
export function noteSession(db: Db, tokenHash: string, now: number, idleSince: number): boolean {
  return (
    db.run('UPDATE sessions SET seen_at = $now WHERE token_hash = $tokenHash AND expires_at > $now AND seen_at >= $idleSince', {
      tokenHash,
      now,
      idleSince,
    }) > 0
  );
}

export function endSession(db: Db, tokenHash: string): void {
  db.run('DELETE FROM sessions WHERE token_hash = $tokenHash', { tokenHash });
}

export function endSessionsOf(db: Db, staffId: StaffId, but: string | null = null): number {
  return db.run('DELETE FROM sessions WHERE staff_id = $staffId AND ($but IS NULL OR token_hash <> $but)', { staffId, but });
}

/** So many networks of an account are kept: more are no longer those of one person. */
const KEPT_NETWORKS = 20;

/** See the port. */
export function knowsNetwork(db: Db, account: string, network: string, now: number): boolean {
  const sql = 'SELECT 1 FROM sign_in_networks WHERE account = $account AND network = $network AND until > $now';
  return db.get(sql, { account, network, now }) !== undefined;
}

/** See the port. */
export function noteNetwork(db: Db, account: string, network: string, until: number): void {
  db.run(
    `INSERT INTO sign_in_networks (account, network, until) VALUES ($account, $network, $until)
     ON CONFLICT (account, network) DO UPDATE SET until = max(until, excluded.until)`,
    { account, network, until },
  );
  db.run(
    `DELETE FROM sign_in_networks WHERE account = $account AND network IN (
       SELECT network FROM sign_in_networks WHERE account = $account ORDER BY until DESC, network LIMIT -1 OFFSET $kept
     )`,
    { account, kept: KEPT_NETWORKS },
  );
}

function tokenOf(row: Row): ApiToken {
  return {
    id: text(row, 'id'),
    staffId: text(row, 'staff_id'),
    name: text(row, 'name'),
    tokenHash: text(row, 'token_hash'),
    scopes: json<string[]>(row, 'scopes'),
    createdAt: number(row, 'created_at'),
    usedAt: numberOrNull(row, 'used_at'),
  };
}

/** See the port. */
export function createToken(db: Db, token: ApiToken, fx: Effects): ApiToken {
  db.run(
    `INSERT INTO api_tokens (id, staff_id, name, token_hash, scopes, created_at, used_at)
     VALUES ($id, $staffId, $name, $tokenHash, $scopes, $createdAt, $usedAt)`,
    { ...token, scopes: JSON.stringify(token.scopes) },
  );
  applyEffects(db, fx);
  return token;
}

/** The token of a hash, and whether it is time to note that it was used. */
export function findToken(db: Db, tokenHash: string, now: number): { token: ApiToken; isDue: boolean } | null {
  const row = db.get('SELECT * FROM api_tokens WHERE token_hash = $tokenHash', { tokenHash });
  if (row === undefined) return null;
  const token = tokenOf(row);
  return { token, isDue: token.usedAt === null || now - token.usedAt >= NOTED_EVERY };
}

export function noteToken(db: Db, tokenHash: string, now: number): void {
  db.run('UPDATE api_tokens SET used_at = $now WHERE token_hash = $tokenHash', { tokenHash, now });
}

export function tokensOf(db: Db, staffId: StaffId): ApiToken[] {
  return db.all('SELECT * FROM api_tokens WHERE staff_id = $staffId ORDER BY created_at, id', { staffId }).map(tokenOf);
}

/** See the port. */
export function deleteToken(db: Db, staffId: StaffId, id: string, fx: Effects): boolean {
  if (db.run('DELETE FROM api_tokens WHERE id = $id AND staff_id = $staffId', { id, staffId }) === 0) return false;
  applyEffects(db, fx);
  return true;
}
