import type { ReasonCode } from '../domain/types.ts';

/** Categories of our word lists by providers' labels; the first that fits. */
const BY_LABEL: readonly (readonly [RegExp, string])[] = [
  // 阿里云 TextModerationPlus
  [/^(?:pornographic|sexual)/, 'porn'],
  [/^contraband_gambling/, 'gambling'],
  [/^contraband_drug/, 'drugs'],
  [/^violent_weapons/, 'weapons'],
  [/^inappropriate_(?:profanity|oral)/, 'abuse'],
  [/^pt_/, 'ad'],
  // 腾讯云 TextModeration, and words that a model or a webhook is likely to use
  [/^porn/, 'porn'],
  [/^(?:abuse|insult|harass)/, 'abuse'],
  [/^(?:ad|ads|advert\w*|spam)$/, 'ad'],
  [/^gambl/, 'gambling'],
  [/^(?:fraud|scam)/, 'fraud'],
  [/^drug/, 'drugs'],
  [/^weapon/, 'weapons'],
];

const BY_REASON: Readonly<Partial<Record<ReasonCode, string>>> = {
  AD: 'ad',
  SPAM: 'ad',
  ABUSE: 'abuse',
  HATE: 'hate',
  PORN: 'porn',
  GAMBLE: 'gambling',
};

/** Our category for a label of a provider; its own word where we have none. */
export function categoryOf(label: string): string {
  const small = label.toLowerCase();
  return BY_LABEL.find(([form]) => form.test(small))?.[1] ?? small;
}

/** Our category for a reason code of a webhook; its own word where we have none. */
export function categoryOfReason(reason: ReasonCode): string {
  return BY_REASON[reason] ?? reason.toLowerCase();
}
