/** Settings of a site about its members: what they show, and how the site's own sign-on speaks for them. */
import { BADGES, VERIFIED_KINDS } from './enumerations.ts';
import type { SettingRow } from './setting-rows.ts';

/** A text of one to twelve signs that is none of the program's own badges. */
const SITE_BADGE = new RegExp(`^(?!(?:${BADGES.join('|')})$)\\S(?:.{0,10}\\S)?$`, 'u');

export const MEMBER_SETTINGS = {
  verified: {
    kind: 'choice',
    default: 'none',
    choices: ['none', 'any', ...VERIFIED_KINDS],
    group: 'members',
    description: 'What a reader must have shown to comment: nothing, a telephone number or a document, or one of the two.',
  },
  verifier: {
    kind: 'verifier',
    default: null,
    group: 'members',
    description: 'A service of the site’s own, asked who a reader is and answered by a signed call (docs/members.md); null: none.',
  },
  avatarHosts: {
    kind: 'lines',
    default: [],
    most: 20,
    pattern: /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    example: 'pictures.example.com',
    group: 'members',
    description:
      'Hosts of members’ pictures; `*.example.com` stands for all subdomains. A token with a picture of another host is refused.',
  },
  badges: {
    kind: 'lines',
    default: [],
    most: 50,
    pattern: SITE_BADGE,
    example: '特约作者',
    group: 'members',
    description: 'Badges that the site’s own sign-on may give its members; those that the program gives itself cannot be among them.',
  },
  sso: {
    kind: 'part',
    group: 'sso',
    description: 'The site’s own sign-on: tokens that the site signs for its members (docs/members.md).',
    fields: {
      mode: {
        kind: 'choice',
        default: 'off',
        choices: ['off', 'hs256', 'jwks'],
        group: null,
        description: 'off; hs256: tokens signed with a shared secret; jwks: tokens signed with a key whose public half is at `jwksUrl`.',
      },
      issuer: { kind: 'text', default: '', maxLength: 200, group: null, description: 'What tokens carry as `iss`, exactly.' },
      secrets: {
        kind: 'secrets',
        default: [],
        most: 2,
        least: 32,
        group: null,
        description: 'Shared secrets of at least 32 bytes, two at a time so that they can be changed; the newest first.',
      },
      jwksUrl: {
        kind: 'text',
        default: '',
        maxLength: 500,
        pattern: /^(?:$|https:\/\/[^\s@#/]+(?:\/[^\s@#]*)?$|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\/[^\s@#]*$)/,
        group: null,
        description: 'Where the public keys are (JWK Set), https.',
      },
      algorithms: {
        kind: 'lines',
        default: ['RS256', 'ES256', 'EdDSA'],
        most: 3,
        pattern: /^(?:RS256|ES256|EdDSA)$/,
        example: 'ES256',
        group: null,
        description: 'Algorithms that keys at `jwksUrl` may sign with.',
      },
      claimsImported: {
        kind: 'boolean',
        default: false,
        group: null,
        description: 'Are authors of an import, by the id that they had at its source, the members of that `sub`?',
      },
    },
  },
} as const satisfies Readonly<Record<string, SettingRow>>;
