/**
 * The settings of a site, once: the contract's schemas, the wire, the stores, the console's form and docs/site-settings.md
 * are made from these rows. A new setting is a row here and its texts in the catalogues of client-console/i18n.
 */
import { LIVE_TRANSPORTS, SORTS } from './enumerations.ts';
import { LAW_SETTINGS } from './law-settings.ts';
import { MEMBER_SETTINGS } from './member-settings.ts';
import type { SettingRow, SettingValue } from './setting-rows.ts';

export type { SettingRow, SettingValue } from './setting-rows.ts';

const MINUTE = 60_000;

/**
 * Parameters that say where a reader came from, not what they read: of analytics, of advertisements, of mail senders
 * and of the apps in which addresses are passed on. `from` is none of them: many sites name a page by it.
 */
const TRACKING_PARAMETERS: readonly string[] = [
  'utm_*',
  ...[
    'gclid',
    'gclsrc',
    'gbraid',
    'wbraid',
    'dclid',
    '_ga',
    '_gl',
    'fbclid',
    'msclkid',
    'yclid',
    'twclid',
    'ttclid',
    'igshid',
    'li_fat_id',
  ],
  ...['mc_cid', 'mc_eid', '_hsenc', '_hsmi', 'mkt_tok', 'vero_id', 'oly_anon_id', 'oly_enc_id'],
  ...['spm', 'scm', 'share_*', 'isappinstalled', 'nsukey', 'wxshare_count', 'vd_source', 'hmsr', 'hmpl', 'hmcu', 'hmkw', 'hmci', 'bd_vid'],
];

export const SITE_SETTINGS = {
  maxLength: {
    kind: 'integer',
    default: 5000,
    min: 1,
    max: 5000,
    group: 'rules',
    description: 'Longest comment, in signs as readers count them (grapheme clusters).',
  },
  editWindow: {
    kind: 'duration',
    default: 5 * MINUTE,
    min: 0,
    max: 30 * 24 * 60 * MINUTE,
    offered: [0, MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE],
    group: 'rules',
    description: 'How long an author may edit or remove, in seconds; 0: never.',
  },
  reportThreshold: {
    kind: 'integer',
    default: 3,
    min: 1,
    max: 1000,
    group: 'rules',
    description: 'Weight of reports that puts a published comment back into the queue.',
  },
  maxLinks: {
    kind: 'integer',
    default: 2,
    min: 0,
    max: 100,
    group: 'rules',
    description: 'Most links in a comment before it is held.',
  },
  samplePercent: {
    kind: 'integer',
    default: 0,
    min: 0,
    max: 100,
    group: 'rules',
    description: 'Of what is published at once, this share comes before people afterwards.',
  },
  puzzle: {
    kind: 'choice',
    default: 'risk',
    choices: ['off', 'risk', 'always'],
    group: 'rules',
    description: 'When a newcomer’s browser has to work before it may post.',
  },
  threads: {
    kind: 'choice',
    default: 'open',
    choices: ['open', 'registered'],
    group: 'rules',
    description: 'open: the first comment makes the thread; registered: an unknown thread is 404.',
  },
  sort: {
    kind: 'choice',
    default: 'newest',
    choices: SORTS,
    group: 'rules',
    description: 'The order of comments that a page begins with.',
  },
  live: {
    kind: 'choice',
    default: 'socket',
    choices: LIVE_TRANSPORTS,
    group: 'rules',
    description: 'How readers follow a thread: by a socket, or by asking from time to time (for crowds behind a CDN).',
  },
  guests: { kind: 'boolean', default: true, group: 'rules', description: 'May guests comment (a nickname alone)?' },
  region: {
    kind: 'boolean',
    default: false,
    group: 'rules',
    description: 'Is it shown with new comments where they come from: the province in China, else the country?',
  },
  mailSignIn: { kind: 'boolean', default: false, group: 'rules', description: 'May readers sign in by a code that is mailed to them?' },
  answerMail: {
    kind: 'boolean',
    default: true,
    group: 'rules',
    description: 'May readers ask for mail when somebody answers them? Only where the service has a server for mail.',
  },
  reservedNames: {
    kind: 'lines',
    default: [],
    most: 200,
    pattern: /^\S(?:.{0,38}\S)?$/u,
    example: '日新编辑部',
    group: 'rules',
    description: 'Names that no guest may carry or resemble, beside those of the staff: such a comment waits for people.',
  },
  ...LAW_SETTINGS,
  ...MEMBER_SETTINGS,
  notice: {
    kind: 'text',
    default: '',
    maxLength: 500,
    group: 'rules',
    description: 'Under the box: rules of the site, plain text; empty: none.',
  },
  threadKeys: {
    kind: 'part',
    group: 'threadKeys',
    description: 'Which addresses name the same thread.',
    fields: {
      trailingSlash: {
        kind: 'choice',
        default: 'keep',
        choices: ['keep', 'ignore'],
        group: null,
        description: 'Is an address the same with and without a slash at its end?',
      },
      indexFiles: {
        kind: 'choice',
        default: 'keep',
        choices: ['keep', 'ignore'],
        group: null,
        description: 'Is `…/index.html` the same as `…/`?',
      },
      hashRoutes: {
        kind: 'boolean',
        default: false,
        group: null,
        description: 'Does a fragment that begins with `#/` or `#!` name a page of its own?',
      },
      ignoredParameters: {
        kind: 'lines',
        default: TRACKING_PARAMETERS,
        most: 200,
        pattern: /^[^\s&=#*]{1,60}\*?$/,
        example: 'utm_*',
        group: null,
        description: 'Parameters of the query that name no other page; `*` at the end stands for anything.',
      },
    },
  },
  shipped: {
    kind: 'choice',
    default: 'on',
    choices: ['on', 'off'],
    group: 'matching',
    description: 'Does the word list that comes with the program apply?',
  },
  matching: {
    kind: 'part',
    group: 'matching',
    description: 'How words are matched.',
    fields: {
      boundary: { kind: 'boolean', default: true, group: null, description: 'Only at the borders of words.' },
      pinyin: { kind: 'boolean', default: false, group: null, description: 'Also spelt in pinyin.' },
      split: { kind: 'boolean', default: false, group: null, description: 'Also with signs taken apart.' },
    },
  },
  reviewers: {
    kind: 'reviewers',
    default: [],
    group: null,
    description: 'Reviewers outside of the service, in the order in which they are asked.',
  },
  signIn: {
    kind: 'sign-in',
    default: [],
    group: null,
    description: 'Providers by which readers may sign in, in the order in which they are offered.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>;

export type SiteSettingName = keyof typeof SITE_SETTINGS;

/** What a site has set. */
export type SiteSettings = { -readonly [N in SiteSettingName]: SettingValue<(typeof SITE_SETTINGS)[N]> };

type PartialOf<T> = {
  [N in keyof T]?: (T[N] extends unknown[] ? T[N] : T[N] extends object ? { [M in keyof T[N]]?: T[N][M] | undefined } : T[N]) | undefined;
};
/** Some of the settings, and of their parts. */
export type SiteSettingsChange = PartialOf<SiteSettings>;
