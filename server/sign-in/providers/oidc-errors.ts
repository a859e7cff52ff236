import { AuthorizationResponseError, ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import { OutboundFailure } from '../../outbound/failure.ts';
import { OAUTH_ERRORS, refusedBy, refusedByCode } from '../ask.ts';
import { SignInRefused } from '../refused.ts';

/** How deep the causes of an error are looked through. */
const DEEPEST = 5;

/** The failure of the outbound client behind an error, or null. */
function failureBehind(error: unknown): OutboundFailure | null {
  let behind = error;
  for (let depth = 0; depth < DEEPEST && behind instanceof Error; depth++) {
    if (behind instanceof OutboundFailure) return behind;
    behind = behind.cause;
  }
  return null;
}

/** What an error of openid-client means to the reader. */
export function refusedByOidc(error: unknown): SignInRefused {
  if (error instanceof SignInRefused) return error;
  const failure = failureBehind(error);
  if (failure !== null) return refusedBy(failure);
  // Apple's own word for a reader who turned back.
  if (error instanceof AuthorizationResponseError) {
    return error.error === 'user_cancelled_authorize'
      ? new SignInRefused('cancelled')
      : refusedByCode(OAUTH_ERRORS, error.error, 'callback');
  }
  if (error instanceof ResponseBodyError) return refusedByCode(OAUTH_ERRORS, error.error, 'token');
  // A 401 with a challenge, from the exchange or the userinfo endpoint; not every challenge names its error (RFC 6750, 3).
  if (error instanceof WWWAuthenticateChallengeError) {
    return refusedByCode(OAUTH_ERRORS, error.cause[0]?.parameters.error ?? 'invalid_client', 'challenge');
  }
  if (!(error instanceof ClientError)) throw error;
  if (error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_ABORT') return new SignInRefused('unreachable', error.code);
  const { cause } = error;
  const isDown = cause instanceof Response && cause.status >= 500;
  return new SignInRefused(isDown ? 'unreachable' : 'bad-answer', error.code);
}
