import type { Ways } from '../../contract/sign-in.ts';
import { isLoopbackAddress } from '../config/forms.ts';
import type { Config } from '../config/load.ts';
import { MAIL_WAY } from '../domain/sign-in-settings.ts';
import type { Site } from '../domain/types.ts';
import type { SendMail } from '../mail/mail.ts';
import { makeLimiter } from '../ops/limiter.ts';
import { createOutbound, outboundRules } from '../outbound/fetch.ts';
import type { Encryption } from '../secrets/encryption.ts';
import { waySecrets } from '../secrets/way-secrets.ts';
import type { SignInDeps } from '../sign-in/deps.ts';
import { createLogMail } from '../sign-in/log-mail.ts';
import { createMailSignIn, type MailSignIn } from '../sign-in/mail-sign-in.ts';
import { createOidcFlow } from '../sign-in/providers/oidc-flow.ts';
import { createProviders } from '../sign-in/providers/providers.ts';
import { createProviderSignIn, type ProviderSignIn } from '../sign-in/sign-in.ts';
import { createStaffSignIn, type StaffProvider, type StaffSignIn } from '../sign-in/staff-sign-in.ts';
import { createVerification, type ReaderVerification } from '../sign-in/verification.ts';
import type { SiteDirectory } from '../sites/site-directory.ts';
import type { Environment } from './environment.ts';

/** How readers sign in. The errors stand at each use case. */
export interface SignInServices extends ProviderSignIn {
  /** What a site offers and has set up, as it is shown. */
  ways(site: Site): Ways;
  mail: MailSignIn;
  verification: ReaderVerification;
  /** By the newsroom's own provider; null where there is none. */
  staff: StaffSignIn | null;
}

/** The newsroom's provider of the settings; null without one. */
function staffProviderOf(config: Config): StaffProvider | null {
  const { staffOidcIssuer: issuer, staffOidcClientId: clientId, staffOidcClientSecret: secret } = config;
  if (issuer === null || clientId === null || secret === null) return null;
  return { issuer, clientId, secret, name: config.staffOidcName, groupsClaim: config.staffOidcGroupsClaim, rules: config.staffOidcGroups };
}

/** A log is no place for codes where others than its reader can sign in with them: neither in production nor where others come. */
function mayLogMails({ nodeEnv, publicUrl, host }: Config): boolean {
  const reachedAs = publicUrl === null ? host : new URL(publicUrl).hostname.replace(/^\[(.*)\]$/, '$1');
  return nodeEnv !== 'production' && isLoopbackAddress(reachedAs);
}

export function createSignInServices(
  environment: Environment,
  { sites, encryption, sendMail }: { sites: SiteDirectory; encryption: Encryption; sendMail: SendMail | null },
): SignInServices {
  const { config, store, log, now, newId, random } = environment;
  const outbound = createOutbound(outboundRules(config.outboundHosts));
  const provider = staffProviderOf(config);
  const deps: SignInDeps = {
    ...{ store, encryption, now, newId, random, makeLimiter, log },
    providers: createProviders(outbound, now),
    secret: config.secret,
    limitsOn: config.limitsOn,
    sendMail: sendMail ?? (mayLogMails(config) ? createLogMail(log) : null),
  };
  const mail = createMailSignIn(deps);
  return {
    ...createProviderSignIn(deps, sites.find),
    mail,
    staff: provider === null ? null : createStaffSignIn(deps, createOidcFlow(outbound), provider),
    verification: createVerification({ ...deps, fetch: outbound }, sites.find),
    ways: (site) => [
      ...waySecrets.usable(site.id, site.settings.signIn, encryption).map(({ id, kind, name }) => ({ id, kind, name })),
      ...(mail.isOn(site) ? [{ id: MAIL_WAY, kind: MAIL_WAY, name: '' } as const] : []),
    ],
  };
}
