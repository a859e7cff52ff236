/** Settings of a site about its duties to readers: the terms that they accept, and within what time the site answers them. */
import { HOURS_PATTERN } from './closed-hours.ts';
import type { SettingRow } from './setting-rows.ts';
import { isTimeZone } from './time-zone.ts';

export const LAW_SETTINGS = {
  terms: {
    kind: 'part',
    group: 'law',
    description: 'The terms that readers accept before their first comment, and again after a new version.',
    fields: {
      url: {
        kind: 'text',
        default: '',
        maxLength: 500,
        pattern: /^(?:$|https?:\/\/[^\s]+$)/,
        group: null,
        description: 'Where they can be read; empty: the site has none.',
      },
      version: {
        kind: 'text',
        default: '1',
        maxLength: 40,
        pattern: /^\S(?:.*\S)?$/u,
        group: null,
        description: 'Names the version that is in force, such as a date; after a change everybody is asked again.',
      },
      title: { kind: 'text', default: '', maxLength: 100, group: null, description: 'What they are called; empty: a general name.' },
    },
  },
  answerWithin: {
    kind: 'integer',
    default: 0,
    min: 0,
    max: 720,
    group: 'law',
    description: 'Within how many hours reports and appeals are answered, as it is shown to readers; 0: nothing is shown.',
  },
  minors: {
    kind: 'part',
    group: 'law',
    description: 'Hours of the day in which nobody, or no minor, may post or edit comments.',
    fields: {
      who: {
        kind: 'choice',
        default: 'minors',
        choices: ['minors', 'everybody'],
        group: null,
        description: 'For whom they hold: members whose token of the site’s sign-on says `minor`, or all readers.',
      },
      hours: {
        kind: 'text',
        default: '',
        maxLength: 11,
        pattern: HOURS_PATTERN,
        group: null,
        description: 'From and to, such as `22:00-06:00`, over midnight too; empty: none.',
      },
      timeZone: {
        kind: 'text',
        default: 'Asia/Shanghai',
        maxLength: 60,
        accepts: isTimeZone,
        group: null,
        description: 'The time zone of these hours, by its IANA name.',
      },
    },
  },
} as const satisfies Readonly<Record<string, SettingRow>>;
