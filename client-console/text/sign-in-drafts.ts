import { SECRET_MASK } from '../../contract/secret-mask.ts';
import type { SignInKind } from '../../server/domain/enumerations.ts';
import type { SignInWay, WayEndpoints } from '../../server/domain/sign-in-settings.ts';

/** What an operator chooses from: the kinds, and the issuers of OpenID Connect that need no address to be looked up. */
export const PROVIDERS = [
  'wechat',
  'wechat-mp',
  'qq',
  'weibo',
  'feishu',
  'dingtalk',
  'gitee',
  'github',
  'google',
  'microsoft',
  'gitlab',
  'apple',
  'oidc',
] as const;
export type Provider = (typeof PROVIDERS)[number];

const ISSUERS: Partial<Record<Provider, string>> = {
  google: 'https://accounts.google.com',
  microsoft: 'https://login.microsoftonline.com/common/v2.0',
  gitlab: 'https://gitlab.com',
  apple: 'https://appleid.apple.com',
};

/** A way to sign in as far as it is filled in: every field of every kind, whether its kind has it or not. */
export interface WayDraft {
  /** Stays the same while the id is being written. */
  key: string;
  kind: SignInKind;
  id: string;
  name: string;
  clientId: string;
  /** The mask stands for the stored one. */
  secret: string;
  /** Is there a stored one? */
  isStored: boolean;
  issuer: string;
  teamId: string;
  keyId: string;
  /** Set by the API for private instances; kept as they are. */
  endpoints: WayEndpoints | undefined;
}

let made = 0;

/** A new way by a provider. @param name what readers see */
export function newWay(provider: Provider, name: string, taken: readonly string[]): WayDraft {
  let id: string = provider;
  for (let n = 2; taken.includes(id); n++) id = `${provider}-${n}`;
  const kind = provider === 'google' || provider === 'microsoft' || provider === 'gitlab' ? 'oidc' : provider;
  const empty = { clientId: '', secret: '', isStored: false, teamId: '', keyId: '', endpoints: undefined };
  return { ...empty, key: `new ${++made}`, kind, id, name, issuer: ISSUERS[provider] ?? '' };
}

/** A way as it is stored, to be changed; its secret is masked. */
export function draftOfWay(way: SignInWay): WayDraft {
  return { ...newWay(way.kind, way.name, []), ...way, key: way.id, isStored: true };
}

/** A draft as it is sent: with the fields of its kind alone. */
export function wayOf(draft: WayDraft): SignInWay {
  const { kind, endpoints } = draft;
  const common = {
    id: draft.id.trim(),
    name: draft.name.trim(),
    clientId: draft.clientId.trim(),
    secret: draft.secret === SECRET_MASK ? SECRET_MASK : draft.secret.trim(),
  };
  switch (kind) {
    case 'oidc':
      return { kind, ...common, issuer: draft.issuer.trim() };
    case 'apple':
      return { kind, ...common, issuer: draft.issuer.trim(), teamId: draft.teamId.trim(), keyId: draft.keyId.trim() };
    default:
      return { kind, ...common, ...(endpoints === undefined ? {} : { endpoints }) };
  }
}

/** A field with a fault, of the way at an index. */
interface WayFault {
  index: number;
  field: string;
}

/** Faults that show before the settings are sent: equal ids. */
export const sameIds = (drafts: readonly WayDraft[]): WayFault[] =>
  drafts.flatMap(({ id }, index) => (drafts.findIndex((one) => one.id.trim() === id.trim()) < index ? [{ index, field: 'sameId' }] : []));

/** What the service found wrong. A masked secret that it does not take has to be typed again. */
export function wayFaultsOf(errors: readonly { path: string }[], drafts: readonly WayDraft[]): WayFault[] {
  return errors.flatMap(({ path }) => {
    const [list, place = '', field = ''] = path.split('.');
    const index = Number.parseInt(place, 10);
    if (list !== 'signIn' || Number.isNaN(index)) return [];
    return [{ index, field: field === 'secret' && drafts[index]?.secret === SECRET_MASK ? 'secretMoved' : field }];
  });
}
