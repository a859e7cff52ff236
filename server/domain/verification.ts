/** A site's verifier: a service of the site's own that finds out who a reader is (docs/members.md). */
export interface VerifierSetting {
  /** Where it is asked. */
  url: string;
  /** `whsec_BASE64`, encrypted at rest: both sides sign with it. */
  secret: string;
}

/**
 * Why a verification came to nothing. `no-verifier`: the site has none; `misconfigured`: its secret or its address cannot be used;
 * `unreachable`, `timeout`, `redirect`, `too-large`: what became of the question; `bad-answer`: the verifier's answer or call is not of the
 * form; `unsigned`, `wrong-signature`, `too-old`: so is its signature; `expired`: the verification is unknown, used or too late.
 */
export const VERIFICATION_FAULTS = [
  'no-verifier',
  'misconfigured',
  'unreachable',
  'timeout',
  'redirect',
  'too-large',
  'bad-answer',
  'unsigned',
  'wrong-signature',
  'too-old',
  'expired',
] as const;
export type VerificationFault = (typeof VERIFICATION_FAULTS)[number];
