import { DEFAULT_KEY_RULES } from './thread-key.ts';
import type { SiteSettings } from './types.ts';

/** What a new site starts with, and what an older one has where a setting came later. */
export const DEFAULT_SETTINGS: SiteSettings = {
  maxLength: 5000,
  editWindow: 5 * 60_000,
  guests: true,
  threads: 'open',
  threadKeys: DEFAULT_KEY_RULES,
  reportThreshold: 3,
  maxLinks: 2,
  shipped: 'on',
  matching: { boundary: true, pinyin: false, split: false },
  samplePercent: 0,
  puzzle: 'risk',
  reviewers: [],
  notice: '',
  sort: 'newest',
  live: 'socket',
};
