import { z } from 'zod';
import { SIGN_IN_KINDS } from '../server/domain/enumerations.ts';
import { MAIL_WAY } from '../server/domain/sign-in-settings.ts';
import { Email, HttpUrl, ReaderName, SiteIdField } from './comment.ts';
import { LONGEST_ORIGIN } from './origin.ts';
import { WayId } from './sign-in-ways.ts';

export const WaysQuery = z.strictObject({ site: SiteIdField });
export const WaysAnswer = z.object({
  ways: z
    .array(
      z.object({
        id: z.string().meta({ description: 'The way, as it stands in the address of its popup; `mail` has none.' }),
        kind: z.enum([...SIGN_IN_KINDS, MAIL_WAY]).meta({ description: 'Which provider it is, for its sign.' }),
        name: z.string().meta({ description: 'As the site calls it; empty for `mail`.' }),
      }),
    )
    .meta({ description: 'How readers may sign in, in the order in which it is offered.' }),
});

export type Ways = z.infer<typeof WaysAnswer>['ways'];

export const InWay = z.strictObject({ way: WayId });
export const InCallback = z.strictObject({ way: WayId, site: SiteIdField });

/** 256 bits in base64url. */
const Bits256 = z.string().regex(/^[\w-]{43}$/);
export const StartQuery = z.strictObject({
  site: SiteIdField,
  origin: z.string().min(1).max(LONGEST_ORIGIN).meta({ description: 'The page’s origin, to which alone the result is posted.' }),
  claim: Bits256.optional().meta({
    description:
      'SHA-256 (base64url) of a random code by which the page may fetch the result; counts only where `Referer` says that the page is of `origin`.',
  }),
});

export const OfferSignIn = z.strictObject({ ticket: Bits256.meta({ description: 'From our own page in the popup.' }) });
export const ClaimSignIn = z.strictObject({
  site: SiteIdField,
  claim: Bits256.meta({ description: 'The code itself: 32 random bytes in base64url.' }),
});
export const ClaimWaits = z.object({ waiting: z.literal(true).meta({ description: 'There is no result yet; ask again.' }) });

export const MailCode = z.strictObject({
  site: SiteIdField,
  email: Email,
  page: HttpUrl.optional().meta({ description: 'A page of the site, for the link in the mail; without it the mail has the digits alone.' }),
});
export const MailCodeAnswer = z.object({
  accepted: z.literal(true).meta({ description: 'Whether anything is sent is not answered.' }),
  browser: Bits256.meta({ description: 'Random; the link works only together with it, so the page keeps it in this browser.' }),
});
export const ConfirmMail = z
  .strictObject({
    site: SiteIdField,
    code: z
      .string()
      .regex(/^\d{6}$/)
      .optional()
      .meta({ description: 'The six digits; `email` goes with them.' }),
    email: Email.optional(),
    token: Bits256.optional().meta({ description: 'From the fragment of the link; `browser` goes with it.' }),
    browser: Bits256.optional().meta({ description: 'What the call that had the link sent answered; left out, the link is refused.' }),
    name: ReaderName.optional().meta({ description: 'For a reader who is new.' }),
  })
  .refine(({ code, email, token }) => (token === undefined) !== (code === undefined) && (code === undefined) === (email === undefined), {
    error: 'Send `code` and `email`, or `token`.',
  });
