import type { StaffRefusal } from '../domain/sign-in-refusals.ts';

/** A member of staff was not let in by the newsroom's provider, for a reason that they are shown. */
export class StaffRefused extends Error {
  override readonly name = 'StaffRefused';
  readonly reason: StaffRefusal;

  constructor(reason: StaffRefusal, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}
