import { createHmac } from 'node:crypto';
import type { Ms } from '../domain/types.ts';
import type { StaffDeps } from './deps.ts';

/** So long a challenge can be answered. */
export const CHALLENGE_LASTS: Ms = 5 * 60_000;

/** What a challenge is for: an answer to one is no answer to another. */
type Purpose = 'add' | 'confirm' | 'sign-in';

/** What the challenge was given to: a session, or a browser that signs in. */
export interface ChallengeFor {
  purpose: Purpose;
  holder: string;
}

type ChallengeDeps = Pick<StaffDeps, 'store' | 'now' | 'random' | 'secret'>;

function keyOf({ secret }: ChallengeDeps, { purpose, holder }: ChallengeFor, challenge: string): string {
  return createHmac('sha256', secret).update(`passkey ${purpose}\n${holder}\n${challenge}`).digest('base64url');
}

/** Makes a challenge for this holder and purpose alone: 256 random bits in base64url. */
export async function makeChallenge(deps: ChallengeDeps, to: ChallengeFor): Promise<string> {
  const challenge = Buffer.from(deps.random(32)).toString('base64url');
  await deps.store.oneTime.keep({ key: keyOf(deps, to, challenge), value: '', expiresAt: deps.now() + CHALLENGE_LASTS });
  return challenge;
}

/** Uses a challenge up: of many who ask at once one gets true. False when it is another's, of another purpose, over or used. */
export async function takeChallenge(deps: ChallengeDeps, to: ChallengeFor, challenge: string): Promise<boolean> {
  return (await deps.store.oneTime.take(keyOf(deps, to, challenge), deps.now())) !== null;
}
