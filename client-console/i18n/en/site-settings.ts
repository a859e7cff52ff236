import type { SettingTexts } from '../setting-texts.ts';

/** What the form of a site's settings says. */
export const settingTexts = {
  maxLength: { label: 'Longest comment' },
  editWindow: { label: 'Editable for' },
  reportThreshold: { label: 'Reports until hidden' },
  maxLinks: { label: 'Links that need no review' },
  samplePercent: { label: 'Spot checks (%)', hint: 'Of what is published at once, this share comes before people afterwards.' },
  puzzle: {
    label: 'Puzzle for new readers',
    hint: 'Solved by the browser in the background; readers do nothing.',
    choices: { off: 'Off', risk: 'When there is a risk', always: 'Always' },
  },
  threads: { label: 'What may have comments', choices: { open: 'Any page under these addresses', registered: 'Registered articles only' } },
  sort: { label: 'Default order', choices: { hot: 'Hot', newest: 'Newest', oldest: 'Oldest' } },
  live: {
    label: 'How readers see new comments',
    choices: { socket: 'At once', poll: 'Refreshed from time to time (for crowds behind a CDN)' },
  },
  guests: { label: 'Comments without sign-in' },
  region: {
    label: 'Show where comments come from',
    hint: 'By the network address: the province in China, else the country, in Chinese (“未知” where it is not known). The address itself is not kept; older comments stay without.',
  },
  mailSignIn: { label: 'Sign-in by mail', hint: 'Readers give an address and sign in with six digits or a link that is mailed to them.' },
  answerMail: {
    label: 'Mail of answers',
    hint: 'Readers who ask for it and confirm their address get a mail when somebody answers them. Needs MAIL_URL.',
  },
  reservedNames: {
    label: 'Reserved names',
    hint: 'One a line. A guest under such a name, or one drawn like it, waits for people. The names of the staff are always reserved.',
  },
  verified: {
    label: 'What members must have verified to comment',
    hint: 'Your sign-on says so; only how and when is kept, never a number.',
    choices: { none: 'Nothing', any: 'Phone or document', phone: 'Phone', id: 'Document' },
  },
  verifier: {
    label: 'Verification service',
    hint: 'A service of your own that finds out who a reader is; docs/members.md says how. Where verification is demanded above, the comment box offers “Verify”. Kept are how and when, and a code that names nobody: never a telephone or document number.',
    fields: {
      url: { label: 'Address of the service', hint: 'Begins with https://; with address and secret empty there is none.' },
      secret: {
        label: 'Signing secret',
        hint: 'Begins with whsec_. Not shown again: •••• stands for the stored one. Type it again for another host.',
      },
    },
  },
  avatarHosts: {
    label: 'Hosts of pictures',
    hint: 'One a line; *.example.com stands for all its subdomains. A token with a picture of another host is refused.',
  },
  badges: { label: 'Badges of members', hint: 'One a line, at most 12 signs; your sign-on can give only those that stand here.' },
  sso: {
    label: 'The site’s own sign-on (SSO)',
    hint: 'Readers who are signed in on your website need not sign in again: it signs a token for them. The comment box does not take it yet; a page calls the interface. See “Members” in the docs.',
    fields: {
      mode: { label: 'Signed by', choices: { off: 'Off', hs256: 'A shared secret (HS256)', jwks: 'Public keys (JWKS)' } },
      issuer: { label: 'Issuer (iss)' },
      secrets: {
        label: 'Shared secrets',
        hint: 'One a line, at least 32 bytes, at most two (the new one first while you change it). Never shown again: ••••1 and ••••2 stand for the stored ones; delete a line to remove the secret of that number.',
      },
      jwksUrl: { label: 'Address of the public keys (JWKS)', hint: 'Begins with https://.' },
      algorithms: { label: 'Algorithms of the public keys', hint: 'One a line: RS256, ES256, EdDSA.' },
      claimsImported: { label: 'Imported comments belong to the member of the same id' },
    },
  },
  terms: {
    label: 'Terms that readers accept',
    fields: {
      url: { label: 'Address of the terms', hint: 'Readers accept them before their first comment; empty: nobody is asked.' },
      version: { label: 'Version of the terms', hint: 'After a change readers are asked again.' },
      title: { label: 'Title of the terms', hint: 'Empty: “the rules for comments”.' },
    },
  },
  answerWithin: { label: 'Reports and appeals are answered within how many hours (0: not said)' },
  minors: {
    label: 'Hours without commenting (minors’ mode)',
    fields: {
      who: {
        label: 'For whom',
        hint: 'Minors are members whose token of the website’s sign-on says minor; not guests, and not who signs in another way.',
        choices: { minors: 'Minors', everybody: 'All readers' },
      },
      hours: { label: 'Hours', hint: 'Such as 22:00-06:00, over midnight too; empty: none. Reading, reporting and deleting go on.' },
      timeZone: { label: 'Time zone', hint: 'Such as Europe/Berlin.' },
    },
  },
  notice: { label: 'Notice under the box' },
  threadKeys: {
    label: 'What names an article',
    hint: 'Which addresses are one article. Capitals in the host, the usual port, fragments and tracking parameters never count.',
    fields: {
      trailingSlash: { label: 'A slash at the end', choices: { keep: 'makes another article', ignore: 'makes no difference' } },
      indexFiles: { label: 'index.html', choices: { keep: 'is another article than its folder', ignore: 'is the same as its folder' } },
      hashRoutes: { label: 'What begins with #/ or #! is another page (single-page application)' },
      ignoredParameters: { label: 'Parameters that do not count', hint: 'One a line; * at the end stands for anything, as in utm_*.' },
    },
  },
  shipped: { label: 'The list that comes with the program', choices: { on: 'Used', off: 'Not used' } },
  matching: {
    label: 'Word matching',
    fields: {
      boundary: { label: 'Match at word boundaries (fewer mistakes)' },
      pinyin: { label: 'Look at pinyin too' },
      split: { label: 'Look at split characters too' },
    },
  },
} satisfies SettingTexts;
