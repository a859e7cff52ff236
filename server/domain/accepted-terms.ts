import type { AcceptedTerms, Reader } from './types.ts';

/** So many acceptances of a reader are kept, the latest ones. */
export const MOST_ACCEPTED = 50;

/** The terms of a site, as its settings have them. */
export interface Terms {
  url: string;
  version: string;
  title: string;
}

/** The terms that have to be accepted; null where the site has none. Terms without an address cannot be read, and so not be accepted. */
export const termsInForce = ({ terms }: { terms: Terms }): Terms | null => (terms.url === '' ? null : terms);

/** Has the reader accepted this version? */
export const hasAccepted = ({ acceptedTerms }: Pick<Reader, 'acceptedTerms'>, version: string): boolean =>
  acceptedTerms.some((one) => one.version === version);

/** All acceptances after one more; a version that was accepted before keeps its time. */
export function withAccepted(before: readonly AcceptedTerms[], one: AcceptedTerms): readonly AcceptedTerms[] {
  return before.some(({ version }) => version === one.version) ? before : [...before, one].slice(-MOST_ACCEPTED);
}

/** The acceptances of two readers who are one person: of each version the earlier one, in the order of their times. */
export function mergedAccepted(one: readonly AcceptedTerms[], other: readonly AcceptedTerms[]): readonly AcceptedTerms[] {
  const inOrder = [...one, ...other].sort((a, b) => a.at - b.at);
  return inOrder.filter(({ version }, at) => inOrder.findIndex((earlier) => earlier.version === version) === at).slice(-MOST_ACCEPTED);
}
