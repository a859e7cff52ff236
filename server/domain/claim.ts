/** How long a claim on a case holds unless it is renewed, ms. */
export const CLAIM_MS = 120_000;
