import type { TokenFault } from '../domain/refused-tokens.ts';

/** A token is refused. Its reason is for the site's own log, never for who sent it. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  readonly reason: TokenFault;

  constructor(reason: TokenFault, cause?: unknown) {
    super(reason, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}
