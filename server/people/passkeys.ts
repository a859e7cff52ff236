import type { Assertion, Attestation, PasskeyCreation, PasskeyRequest } from '../../contract/passkeys.ts';
import { MOST_PASSKEYS, type Passkey, type Staff } from '../domain/accounts.ts';
import { Problem } from '../domain/problem.ts';
import { type AccountActor, accountEffects, type StaffDeps } from './deps.ts';
import { staffChanged } from './end-access.ts';
import { CHALLENGE_LASTS, type ChallengeFor, makeChallenge, takeChallenge } from './passkey-challenge.ts';

/** Ed25519, ES256, RS256 (IANA, COSE Algorithms): what devices have. */
const ALGORITHMS = [-8, -7, -257];

export type PasskeyDeps = Pick<StaffDeps, 'store' | 'now' | 'newId' | 'random' | 'secret'>;

/** Where a proof was asked for: what the challenge was given to, and the service's own origin. */
export interface AskedAt {
  to: ChallengeFor;
  origin: string;
}

const rpIdOf = (origin: string): string => new URL(origin).hostname;
const descriptor = ({ credentialId, transports }: Passkey) => ({ type: 'public-key' as const, id: credentialId, transports });
/** How a device names the account. */
const handleOf = ({ id }: Pick<Staff, 'id'>): string => Buffer.from(id).toString('base64url');
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'));

/** The account that a device named, as its id; whether there is one, and whether it has the passkey, is seen later. */
export const staffIdIn = ({ response }: Assertion): string => Buffer.from(response.userHandle ?? '', 'base64url').toString();

const refused = (why: unknown): Problem => new Problem('wrong-passkey', { pvt: { why: why instanceof Error ? why.message : why } });

/** The challenge that the browser says it answers. @throws Problem `wrong-passkey`. */
function challengeIn({ clientDataJSON }: { clientDataJSON: string }): string {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString());
    if (typeof data === 'object' && data !== null && 'challenge' in data && typeof data.challenge === 'string') return data.challenge;
  } catch (error) {
    throw refused(error);
  }
  throw refused('no challenge');
}

/** Uses up the challenge that is answered. @throws Problem `wrong-passkey`. */
async function wantChallenge(deps: PasskeyDeps, { to }: AskedAt, response: { clientDataJSON: string }): Promise<string> {
  const challenge = challengeIn(response);
  if (!(await takeChallenge(deps, to, challenge))) throw refused('an unknown challenge');
  return challenge;
}

/**
 * What the browser needs to make a passkey, which the device finds by itself later and asks its owner for each time.
 * @throws Problem `invalid-transition` when the account has as many as it may.
 */
export async function beginPasskey(deps: PasskeyDeps, staff: Staff, { to, origin }: AskedAt): Promise<PasskeyCreation> {
  if (staff.passkeys.length >= MOST_PASSKEYS) throw new Problem('invalid-transition');
  return {
    challenge: await makeChallenge(deps, to),
    rp: { id: rpIdOf(origin), name: 'Liangju' },
    user: { id: handleOf(staff), name: staff.email, displayName: staff.name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: CHALLENGE_LASTS,
    excludeCredentials: staff.passkeys.map(descriptor),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
  };
}

/**
 * Adds a passkey that the browser has made.
 * @throws Problem `wrong-passkey` when it was not made for this, here and now; `invalid-transition` when the account has it, or as
 * many as it may.
 */
export async function addPasskey(
  deps: PasskeyDeps,
  actor: AccountActor,
  staff: Staff,
  asked: AskedAt,
  { name, credential: made }: { name: string; credential: Attestation },
): Promise<Passkey> {
  const expectedChallenge = await wantChallenge(deps, asked, made.response);
  const credential = await checkedCredential(made, expectedChallenge, asked.origin);
  const passkey: Passkey = {
    id: deps.newId(),
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: made.response.transports ?? [],
    name,
    createdAt: deps.now(),
    usedAt: null,
  };
  const { audit, events } = accountEffects(deps, actor, 'staff.passkey-add', staff.id, { passkey: passkey.id, name });
  const effects = { audit, events: [...events, staffChanged(deps, staff.id)] };
  if (!(await deps.store.accounts.addPasskey(staff.id, passkey, effects))) throw new Problem('invalid-transition');
  return passkey;
}

/** @throws Problem `wrong-passkey`. */
async function checkedCredential(made: Attestation, expectedChallenge: string, origin: string) {
  // Of no use to those who have no passkeys.
  const [{ verifyRegistrationResponse }, { decodeAttestationObject }] = await Promise.all([
    import('@simplewebauthn/server'),
    import('@simplewebauthn/server/helpers'),
  ]);
  try {
    const statement = decodeAttestationObject(bytesOf(made.response.attestationObject));
    // No statement was asked for. One with certificates would have us fetch what they name.
    const isBare =
      statement.get('fmt') === 'none' || (statement.get('fmt') === 'packed' && statement.get('attStmt').get('x5c') === undefined);
    if (!isBare) throw new Error('a statement with certificates');
    const { registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...made,
        response: { clientDataJSON: made.response.clientDataJSON, attestationObject: made.response.attestationObject },
        clientExtensionResults: {},
      },
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpIdOf(origin),
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (registrationInfo === undefined) throw new Error('not verified');
    return registrationInfo.credential;
  } catch (error) {
    throw refused(error);
  }
}

/** What the browser needs to prove by a passkey who somebody is. @param passkeys those that will do; none: the device says whose it has. */
export async function beginProof(deps: PasskeyDeps, { to, origin }: AskedAt, passkeys: readonly Passkey[] = []): Promise<PasskeyRequest> {
  return {
    challenge: await makeChallenge(deps, to),
    rpId: rpIdOf(origin),
    timeout: CHALLENGE_LASTS,
    userVerification: 'required',
    allowCredentials: passkeys.map(descriptor),
  };
}

/**
 * Proves by a passkey that it is this person; the device has asked them for it.
 * @param staff null: there is no such person, which is answered in the same way.
 * @throws Problem `wrong-passkey` whatever is wrong with it.
 */
export async function usePasskey(deps: PasskeyDeps, staff: Staff | null, asked: AskedAt, proof: Assertion): Promise<void> {
  const expectedChallenge = await wantChallenge(deps, asked, proof.response);
  const passkey = staff?.passkeys.find(({ credentialId }) => credentialId === proof.id);
  if (staff === null || passkey === undefined) throw refused('an unknown passkey');
  const { userHandle, ...response } = proof.response;
  if (userHandle != null && userHandle !== handleOf(staff)) throw refused('another user handle');
  const counter = await checkedCounter(passkey, { ...proof, response, clientExtensionResults: {} }, expectedChallenge, asked.origin);
  if (!(await deps.store.accounts.usePasskey(staff.id, { id: passkey.id, counter, at: deps.now() })))
    throw refused('the counter went back');
}

/** How often the device says the passkey was used. @throws Problem `wrong-passkey`. */
async function checkedCounter(
  { credentialId, publicKey, counter }: Passkey,
  response: Omit<Assertion, 'response'> & {
    response: Omit<Assertion['response'], 'userHandle'>;
    clientExtensionResults: Record<string, never>;
  },
  expectedChallenge: string,
  origin: string,
): Promise<number> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpIdOf(origin),
      credential: { id: credentialId, publicKey: bytesOf(publicKey), counter },
      requireUserVerification: true,
    });
    if (!verified) throw new Error('not verified');
    return authenticationInfo.newCounter;
  } catch (error) {
    throw refused(error);
  }
}

/** Removes one of the person's passkeys; one that is not there is not an error. */
export async function removePasskey(deps: Pick<PasskeyDeps, 'store' | 'now' | 'newId'>, actor: AccountActor, staff: Staff, id: string) {
  const effects = accountEffects(deps, actor, 'staff.passkey-remove', staff.id, { passkey: id });
  await deps.store.accounts.removePasskey(staff.id, id, effects);
}
