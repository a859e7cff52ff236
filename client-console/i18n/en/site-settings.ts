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
  mailSignIn: { label: 'Sign-in by mail', hint: 'Readers give an address and sign in with six digits or a link that is mailed to them.' },
  reservedNames: {
    label: 'Reserved names',
    hint: 'One a line. A guest under such a name, or one drawn like it, waits for people. The names of the staff are always reserved.',
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
