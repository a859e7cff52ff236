import type { SignInRefusal } from '../domain/sign-in-refusals.ts';

/** A sign-in came to nothing, for a reason that the reader is shown; nothing has been stored. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
  readonly reason: SignInRefusal;
  /** What the provider called it, for the log: no secret, no code, no person. */
  readonly detail: string;

  constructor(reason: SignInRefusal, detail = '') {
    super(reason);
    this.reason = reason;
    this.detail = detail.replace(/[^\x20-\x7e]/g, ' ').slice(0, 200);
  }
}
