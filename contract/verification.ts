import { z } from 'zod';
import { VERIFIED_KINDS } from '../server/domain/enumerations.ts';
import type { VerifierSetting } from '../server/domain/verification.ts';
import { ReaderView } from './account.ts';
import { Address } from './reviewers.ts';
import { SECRET_MASK } from './secret-mask.ts';

/** `whsec_` and 24 to 64 bytes in base64, as Standard Webhooks has it. */
const WEBHOOK_SECRET = /^whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|)$/;

/** A site's verifier, as it is sent and shown. */
export const Verifier = z
  .strictObject({
    url: Address.meta({ description: 'Where it is asked, https.' }),
    secret: z.union([z.literal(SECRET_MASK), z.string().regex(WEBHOOK_SECRET)]).meta({
      description: `\`whsec_\` and 24 to 64 random bytes in base64. Write-only: shown as ${SECRET_MASK}; sending that back keeps the stored one.`,
    }),
  })
  .nullable()
  .meta({ description: 'A service of the site’s own that verifies who a reader is, or null.' }) satisfies z.ZodType<VerifierSetting | null>;

/** What a verifier has found. */
export const Verification = z.strictObject({
  verified: z.enum(VERIFIED_KINDS).meta({ description: 'How the person was verified: by a telephone number, or by a document.' }),
  person: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: 'The same for the same person, no number and no name; a keyed hash of it is kept.' }),
});

/** What it answers to the question who a reader is: at once, or the page on which the reader proves it. */
export const VerifierAnswer = z.union([Verification, z.strictObject({ url: Address })]);

/** What the box gets: the reader as they are now, or the page on which they prove who they are. */
export const VerifyMeAnswer = z.object({
  reader: ReaderView.nullable().meta({ description: 'Where the verifier knew it already; null otherwise.' }),
  url: z.string().nullable().meta({ description: 'The page on which the reader proves it; null where there is nothing to prove.' }),
});
export type VerifyMeAnswer = z.infer<typeof VerifyMeAnswer>;
