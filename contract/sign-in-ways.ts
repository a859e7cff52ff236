import { z } from 'zod';
import { OAUTH_KINDS } from '../server/domain/enumerations.ts';
import { SSO, STAFF_WAY } from '../server/domain/members.ts';
import { MAIL_WAY, MOST_WAYS, type SignInWay as Way } from '../server/domain/sign-in-settings.ts';
import { Address, secret } from './reviewers.ts';
import { SECRET_MASK } from './secret-mask.ts';

/** Ways that every site may have beside its list. */
const OTHER_WAYS: readonly string[] = [MAIL_WAY, SSO, STAFF_WAY];

export const WayId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,29}$/)
  .meta({ description: 'Names the way in addresses and in what is known of members; it should stay as it is.' });
const Issuer = Address.refine((url) => !/[?]/.test(url), { error: 'An issuer has no query.' });
const Endpoints = z
  .strictObject({
    web: Address.optional().meta({ description: 'Where the reader’s browser is sent.' }),
    api: Address.optional().meta({ description: 'Where this server asks.' }),
  })
  .optional()
  .meta({ description: 'Base addresses instead of the provider’s public ones, for private instances.' });

const common = {
  id: WayId.refine((id) => !OTHER_WAYS.includes(id), { error: 'This id is taken.' }),
  name: z.string().min(1).max(40).meta({ description: 'What readers see on the button.' }),
  clientId: z
    .string()
    .min(1)
    .max(300)
    .regex(/^[\x21-\x7e]+$/)
    .meta({ description: 'As the provider has it: client id, app id, app key.' }),
};
const kind = { description: 'Which provider: docs/sign-in.md.' };

const Oidc = z.strictObject({
  kind: z.literal('oidc').meta(kind),
  ...common,
  issuer: Issuer.meta({ description: 'Below it stands `/.well-known/openid-configuration`.', example: 'https://accounts.google.com' }),
  secret: secret(1),
});
const Apple = z.strictObject({
  kind: z.literal('apple').meta(kind),
  ...common,
  issuer: Issuer.default('https://appleid.apple.com'),
  teamId: z
    .string()
    .regex(/^\w{1,40}$/)
    .meta({ description: 'The ten signs of the team.' }),
  keyId: z
    .string()
    .regex(/^\w{1,40}$/)
    .meta({ description: 'The name of the key.' }),
  secret: z
    .union([
      z.literal(SECRET_MASK),
      z
        .string()
        .max(2000)
        .regex(/^\s*-----BEGIN PRIVATE KEY-----[\sA-Za-z0-9+/=]+-----END PRIVATE KEY-----\s*$/),
    ])
    .meta({
      description: `The private key, the whole .p8 file. Write-only: shown as ${SECRET_MASK}; sending that back keeps the stored one.`,
    }),
});
const OAuth = z.strictObject({ kind: z.enum(OAUTH_KINDS).meta(kind), ...common, endpoints: Endpoints, secret: secret(1) });

/** One way to sign in, as it is sent and shown. */
export const SignInWay = z.discriminatedUnion('kind', [Oidc, Apple, OAuth]).meta({ id: 'SignInWay' }) satisfies z.ZodType<Way>;

/** A site's ways in the order in which they are offered. */
export const SignInWayList = z
  .array(SignInWay)
  .max(MOST_WAYS)
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, { error: 'Two ways have the same id.' })
  .meta({ description: 'The providers by which readers may sign in, in the order in which they are offered.' });
