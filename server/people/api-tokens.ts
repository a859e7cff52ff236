import { isTokenScope, TOKEN_SCOPES, type TokenScope } from '../domain/token-scopes.ts';
import type { Id } from '../domain/types.ts';
import { mustSetUpFactor } from './password-use.ts';
import type { ApiToken, Staff } from '../domain/accounts.ts';
import { type AccountActor, accountEffects, type StaffDeps } from './deps.ts';
import { hashToken } from './reader-tokens.ts';
import type { StaffActor } from './staff.ts';

const TOKEN = /^ljs_[\w-]{43}$/;

/** Makes a personal API token; the token itself is in this answer only. */
export async function createApiToken(
  deps: Pick<StaffDeps, 'store' | 'now' | 'newId' | 'random'>,
  actor: AccountActor,
  owner: Staff,
  input: { name: string; scopes: TokenScope[] },
): Promise<{ apiToken: ApiToken; token: string }> {
  const token = `ljs_${Buffer.from(deps.random(32)).toString('base64url')}`;
  const scopes = TOKEN_SCOPES.filter((scope) => input.scopes.includes(scope));
  const made: ApiToken = {
    id: deps.newId(),
    staffId: owner.id,
    name: input.name,
    tokenHash: hashToken(token),
    scopes,
    createdAt: deps.now(),
    usedAt: null,
  };
  const effects = accountEffects(deps, actor, 'token.create', made.id, { owner: owner.id, scopes: scopes.join(',') });
  return { apiToken: await deps.store.accounts.createToken(made, effects), token };
}

/** The person's tokens, without the tokens themselves. */
export function listApiTokens(deps: Pick<StaffDeps, 'store'>, staffId: Id): Promise<ApiToken[]> {
  return deps.store.accounts.tokensOf(staffId);
}

/** Deletes one of the person's own tokens; false when there is none of this id. */
export function deleteApiToken(
  deps: Pick<StaffDeps, 'store' | 'now' | 'newId'>,
  actor: AccountActor,
  owner: Staff,
  id: Id,
): Promise<boolean> {
  return deps.store.accounts.deleteToken(owner.id, id, accountEffects(deps, actor, 'token.delete', id, { owner: owner.id }));
}

/** Who the token stands for; null when it is unknown or its owner's account is disabled. */
export async function useApiToken(
  deps: Pick<StaffDeps, 'store' | 'now' | 'requireSecondFactor' | 'passwords'>,
  bearer: string,
): Promise<StaffActor | null> {
  if (!TOKEN.test(bearer)) return null;
  const token = await deps.store.accounts.useToken(hashToken(bearer), deps.now());
  if (token === null) return null;
  const staff = await deps.store.accounts.staff(token.staffId);
  if (staff === null || staff.disabled) return null;
  return {
    ...{ staff, via: 'token', scopes: token.scopes.filter(isTokenScope), csrfToken: null, sessionHash: null, confirmedAt: null },
    wantsSecondFactor: mustSetUpFactor(deps, staff),
  };
}
