/** Settings of a site about its duties to readers: the terms that they accept, and within what time the site answers them. */
import type { SettingRow } from './setting-rows.ts';

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
} as const satisfies Readonly<Record<string, SettingRow>>;
