import type { Phase } from '../pipeline.ts';

/** A field that people do not see was filled: a robot. It learns nothing of it. */
export const honeypot: Phase = {
  name: 'honeypot',
  look({ honeypot: filled }) {
    if (filled === undefined || filled === '') return null;
    return {
      phase: 'honeypot',
      score: 1,
      verdict: 'spam',
      active: true,
      evidence: [{ field: 'reader', start: 0, end: 0, note: 'filled' }],
    };
  },
  reasons: () => ['honeypot'],
};
