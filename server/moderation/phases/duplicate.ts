import type { Phase } from '../pipeline.ts';

/** As many readers who say the very same are a campaign. */
const CAMPAIGN = 3;

/** The same text by other readers. One's own repetition is refused before it comes here. */
export const duplicate: Phase = {
  name: 'duplicate',
  look({ history: { sameTextReaders }, rendered }) {
    // 顶, 赞, 哈哈: short texts are everybody's.
    if (sameTextReaders === 0 || [...rendered.text].length < 8) return null;
    const isCampaign = sameTextReaders >= CAMPAIGN - 1;
    return {
      phase: 'duplicate',
      score: isCampaign ? 0.6 : 0.2,
      ...(isCampaign ? { verdict: 'review' as const } : {}),
      active: true,
      evidence: [{ field: 'body', start: 0, end: 0, note: `${sameTextReaders} readers` }],
    };
  },
  reasons: () => ['repeat'],
};
