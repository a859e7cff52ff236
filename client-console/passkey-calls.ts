import type { z } from 'zod';
import type { PasskeyCreation, PasskeyList, PasskeyRequest, PasskeyView } from '../contract/passkeys.ts';
import { call, Refused } from './api.ts';
import { allTexts } from './i18n/texts.ts';

export type { PasskeyView };

const PASSKEYS = '/staff/passkeys';
const SIGN_IN = '/staff/session/passkey';

/** Can a passkey be made and used here? Not where the service is reached by an address of numbers, nor in an old browser. */
export const canUsePasskeys = (): boolean =>
  isSecureContext &&
  typeof PublicKeyCredential === 'function' &&
  'parseCreationOptionsFromJSON' in PublicKeyCredential &&
  !/^[\d.]+$|^\[/.test(location.hostname);

/** The person has left the question of the browser, or it has no fitting passkey. */
export class NotProved extends Refused {
  constructor() {
    const detail = allTexts().ownAccount.notProved;
    super({ type: 'about:blank', title: '', status: 0, detail, code: 'internal', requestId: '' });
  }
}

/** Waits for what the browser asks the person. @throws NotProved. */
async function answered(asked: Promise<Credential | null>): Promise<object> {
  const credential = await asked.catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) throw new NotProved();
  return credential.toJSON();
}

export const getPasskeys = (): Promise<z.infer<typeof PasskeyList>> => call(PASSKEYS);
export const removePasskey = (id: string): Promise<void> => call(`${PASSKEYS}/${encodeURIComponent(id)}`, { method: 'DELETE' });

/** Has the browser make a passkey, and adds it. @throws Refused, TypeError, NotProved. */
export async function addPasskey(name: string): Promise<PasskeyView> {
  const options = await call<PasskeyCreation>(`${PASSKEYS}/options`, { method: 'POST' });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await answered(navigator.credentials.create({ publicKey }));
  return call(PASSKEYS, { method: 'POST', body: { name, credential } });
}

async function prove(path: string): Promise<object> {
  const options = await call<PasskeyRequest>(path, { method: 'POST' });
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return answered(navigator.credentials.get({ publicKey }));
}

/** Has the browser prove who signs in. @throws Refused, TypeError, NotProved. */
export const proveAtSignIn = (): Promise<object> => prove(`${SIGN_IN}/options`);
/** Has the browser prove again who is signed in. @throws Refused, TypeError, NotProved. */
export const proveAgain = (): Promise<object> => prove('/staff/session/confirm/options');
/** Where one signs in by a passkey alone. */
export const SIGN_IN_BY_PASSKEY = SIGN_IN;
