import { z } from 'zod';
import { VERIFIED_KINDS } from '../server/domain/enumerations.ts';
import { TOKEN_FAULTS } from '../server/domain/refused-tokens.ts';
import { LONGEST_THREAD_KEY } from '../server/domain/thread-key.ts';
import { Email, SiteIdField, Time } from './comment.ts';

/** No half of a surrogate pair, no control signs. */
const Plain = z.string().refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text));
const Moment = z.number().min(0).max(253_402_300_799);

/**
 * The claims of a token of a site's own sign-on, as far as they do not depend on the site. Times are seconds since 1970 (RFC 7519).
 * Other claims are ignored, but for those of RESERVED_CLAIMS.
 */
export const SsoClaims = z.object({
  sub: Plain.min(1)
    .max(128)
    .refine((sub) => sub.trim() === sub)
    .meta({ description: 'The member’s id at the website, always the same.' }),
  iat: Moment.meta({ description: 'When it was made, in seconds.' }),
  exp: Moment.meta({ description: 'When it ends, in seconds; at most 24 hours after `iat`.' }),
  nbf: Moment.optional().meta({ description: 'From when it is valid, in seconds.' }),
  name: Plain.min(1).max(1_000).meta({ description: 'As it is shown.' }),
  avatar: z
    .url({ protocol: /^https$/ })
    .max(500)
    .optional()
    .meta({ description: 'A picture of a host that the site allows.' }),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional()
    .meta({ description: 'The member’s own page.' }),
  email: Email.optional(),
  email_verified: z.boolean().optional().meta({ description: 'Does the website vouch for the address?' }),
  badge: Plain.min(1).max(40).optional().meta({ description: 'One of the site’s badges.' }),
  verified: z.enum(VERIFIED_KINDS).optional().meta({ description: 'How the website has verified the person.' }),
  minor: z.boolean().optional().meta({ description: 'Is the person a minor? For the hours of the site’s setting `minors`.' }),
  person: Plain.min(1).max(128).optional().meta({ description: 'The same for one person; only a keyed hash is kept.' }),
  authorOf: z
    .array(Plain.min(1).max(LONGEST_THREAD_KEY))
    .max(100)
    .optional()
    .meta({ description: 'Keys of the articles that the person is the author of.' }),
  lang: z
    .string()
    .max(35)
    .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/)
    .optional()
    .meta({ description: 'A language code.' }),
});
export type SsoClaims = z.infer<typeof SsoClaims>;

/** Claims by which a token may not raise anybody's rights: one that has them is refused, so that nobody believes that they work. */
export const RESERVED_CLAIMS: readonly string[] = [
  ...['role', 'roles', 'staff', 'isStaff', 'is_staff', 'admin', 'isAdmin', 'is_admin', 'administrator', 'moderator', 'isModerator'],
  ...['is_moderator', 'owner', 'grants', 'permissions', 'scope', 'scopes', 'superuser', 'is_superuser', 'kind', 'readerId'],
  ...['__proto__', 'constructor', 'prototype'],
];

export const SsoSignIn = z.strictObject({
  site: SiteIdField,
  token: z.string().meta({ description: 'The JWT that the site has signed for its reader: docs/members.md.' }),
});

export const RefusedTokens = z.object({
  refused: z
    .array(
      z.object({
        at: Time,
        reason: z.enum(TOKEN_FAULTS).meta({ description: 'What is wrong with it: docs/members.md.' }),
        claims: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).meta({
          description: 'What helps to find the fault: `alg`, `kid`, `iss`, `aud`, `iat`, `exp`, cut short; never who it was for.',
        }),
      }),
    )
    .meta({ description: 'The last ten, newest first.' }),
});
