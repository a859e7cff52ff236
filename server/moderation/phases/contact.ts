import type { Evidence } from '../../domain/types.ts';
import type { Phase } from '../pipeline.ts';
import { findContacts } from '../../wordlists/text/contacts.ts';

/** From this score on people are shown that a text may lead readers away. */
const REPORTED_FROM = 0.3;

/** Attempts to lead readers away (引流): a score that grows with each kind of sign; never a block by itself. */
export const contact: Phase = {
  name: 'contact',
  look({ body, author }) {
    const evidence: Evidence[] = [];
    let clean = 1;
    for (const [field, text] of [
      ['body', body],
      ['name', author.name],
    ] as const) {
      const { score, signs } = findContacts(text);
      clean *= 1 - score;
      for (const { kind, start, end } of signs) evidence.push({ field, start, end, note: kind });
    }
    return evidence.length === 0 ? null : { phase: 'contact', score: 1 - clean, active: true, evidence };
  },
  reasons: ({ score }) => (score >= REPORTED_FROM ? ['contact'] : []),
};
