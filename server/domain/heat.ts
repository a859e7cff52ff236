import type { Ms, Tally } from './types.ts';

/** A vote is worth four hours of freshness, a reply one. */
const VOTE_MS = 4 * 3_600_000;
const REPLY_MS = 3_600_000;

/**
 * Orders `hot`: additive in its parts, so that either store can keep it right by adding
 * `heatOfVotes(change)` or `heatOfReplies(change)` to what it has. In ms.
 */
export function heatOf(createdAt: Ms, votes: Tally, replyCount: number): number {
  return createdAt + heatOfVotes(votes) + heatOfReplies(replyCount);
}

/** What a (change of) tally adds to the heat. */
export function heatOfVotes(votes: Tally): number {
  return (votes.up - votes.down) * VOTE_MS;
}

/** What a (change of) reply count adds to the heat. */
export function heatOfReplies(replies: number): number {
  return replies * REPLY_MS;
}
