import { z } from 'zod';
import { Id, Time } from './comment.ts';

/** Bytes as WebAuthn's JSON writes them: base64url without padding. Longer than any browser sends is refused. */
const Bytes = z
  .string()
  .max(16_384)
  .regex(/^[\w-]*$/);
const ClientData = Bytes.meta({ description: 'What the browser was asked, for which challenge and on which page.' });
const CredentialId = Bytes.min(1).max(1_400).meta({ description: 'The id of the credential, in base64url.' });
const Transport = z.string().min(1).max(32).meta({ description: 'How the browser reaches the device.' });
const Descriptor = z.object({
  type: z.literal('public-key'),
  id: CredentialId,
  transports: z.array(Transport).meta({ description: 'How the browser reaches the device.' }),
});
const Challenge = z.string().meta({ description: 'Random bytes in base64url; good for once, and for five minutes.' });

/** What `PublicKeyCredential.parseCreationOptionsFromJSON()` takes (WebAuthn Level 3, 5.1.4). */
export const PasskeyCreation = z
  .object({
    challenge: Challenge,
    rp: z
      .object({
        id: z.string().meta({ description: 'The host name of the service.' }),
        name: z.string().meta({ description: 'Of the product.' }),
      })
      .meta({ description: 'For which service it is made.' }),
    user: z
      .object({
        id: z.string().meta({ description: 'How the device names the account, in base64url.' }),
        name: z.string().meta({ description: 'The address of the account.' }),
        displayName: z.string().meta({ description: 'As colleagues see it.' }),
      })
      .meta({ description: 'For whom it is made.' }),
    pubKeyCredParams: z
      .array(z.object({ type: z.literal('public-key'), alg: z.int().meta({ description: 'Number of COSE.' }) }))
      .meta({ description: 'What keys are taken, the preferred first.' }),
    timeout: z.int().meta({ description: 'ms' }),
    excludeCredentials: z.array(Descriptor).meta({ description: 'The passkeys that the account has already.' }),
    authenticatorSelection: z
      .object({
        residentKey: z.literal('required').meta({ description: 'The device finds it without being given its id.' }),
        requireResidentKey: z.literal(true).meta({ description: 'The same for older browsers.' }),
        userVerification: z.literal('required').meta({ description: 'The device asks its owner who they are.' }),
      })
      .meta({ description: 'What the device must be able to do.' }),
    attestation: z.literal('none').meta({ description: 'Nothing is asked of the make of the device.' }),
  })
  .meta({ description: 'For `PublicKeyCredential.parseCreationOptionsFromJSON()`.' });
export type PasskeyCreation = z.infer<typeof PasskeyCreation>;

/** What `PublicKeyCredential.parseRequestOptionsFromJSON()` takes (WebAuthn Level 3, 5.1.5). */
export const PasskeyRequest = z
  .object({
    challenge: Challenge,
    rpId: z.string().meta({ description: 'The host name of the service.' }),
    timeout: z.int().meta({ description: 'ms' }),
    userVerification: z.literal('required').meta({ description: 'The device asks its owner who they are.' }),
    allowCredentials: z.array(Descriptor).meta({ description: 'Empty at the sign-in: the device says whose passkeys it has.' }),
  })
  .meta({ description: 'For `PublicKeyCredential.parseRequestOptionsFromJSON()`.' });
export type PasskeyRequest = z.infer<typeof PasskeyRequest>;

const CREDENTIAL = { id: CredentialId, rawId: CredentialId, type: z.literal('public-key') };
/** The device's answer at the registration, as `toJSON()` gives it; what else is in it is left out. */
const Attestation = z
  .object({
    ...CREDENTIAL,
    response: z
      .object({
        clientDataJSON: ClientData,
        attestationObject: Bytes.meta({ description: 'The new key, in CBOR.' }),
        transports: z.array(Transport).max(10).optional().meta({ description: 'How the browser reaches the device.' }),
      })
      .meta({ description: 'AuthenticatorAttestationResponse.' }),
  })
  .meta({ description: 'What `navigator.credentials.create()` gave, as its `toJSON()` writes it.' });
export type Attestation = z.infer<typeof Attestation>;
/** The device's proof, as `toJSON()` gives it; what else is in it is left out. */
export const Assertion = z
  .object({
    ...CREDENTIAL,
    response: z
      .object({
        clientDataJSON: ClientData,
        authenticatorData: Bytes.meta({ description: 'Service, flags and counter.' }),
        signature: Bytes.meta({ description: 'Of both.' }),
        userHandle: Bytes.max(100).nullish().meta({ description: 'How the device names the account; null or left out: it does not.' }),
      })
      .meta({ description: 'AuthenticatorAssertionResponse.' }),
  })
  .meta({ description: 'What `navigator.credentials.get()` gave, as its `toJSON()` writes it.' });
export type Assertion = z.infer<typeof Assertion>;

const PasskeyName = z.string().trim().meta({ description: 'As its owner calls it.' });
export const AddPasskey = z.strictObject({ name: PasskeyName.min(1).max(100), credential: Attestation });
export const PasskeyView = z
  .object({
    id: Id,
    name: PasskeyName,
    createdAt: Time,
    usedAt: Time.nullable().meta({ description: 'When it was last used; null: never.' }),
  })
  .meta({ id: 'Passkey' });
export type PasskeyView = z.infer<typeof PasskeyView>;
export const PasskeyList = z.object({ passkeys: z.array(PasskeyView).meta({ description: 'One’s own, the oldest first.' }) });
export const SignInByPasskey = z.strictObject({ credential: Assertion });
