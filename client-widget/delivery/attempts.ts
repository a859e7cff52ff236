import type { PostAnswer } from '../../contract/comment.ts';
import { Refused } from '../sdk.ts';
import type { Sending } from '../state.ts';
import type { Controller } from '../types/controller.ts';

/** The answer to the server's challenge. */
interface Solution {
  challenge: string;
  nonce: string;
}

/** Changes a pause by up to a quarter either way, so that not all browsers come back at once. */
export const spread = (ms: number): number => ms * (0.75 + Math.random() / 2);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, spread(ms)));

function post(box: Controller, one: Sending, website: string, puzzle: Solution | null): Promise<PostAnswer> {
  const { parentId, body, name } = one;
  const { site, thread } = box.settings;
  const elapsed = Math.max(0, Math.round(one.elapsed) || 0);
  return box.sdk.call('/comments', {
    method: 'POST',
    key: one.key,
    body: {
      site,
      thread,
      body,
      elapsed,
      website,
      puzzle,
      terms: box.kept.get('terms'),
      ...(name && { author: { name } }),
      ...(parentId && { parentId }),
    },
  });
}

/**
 * Posts a comment, again after each pause while no answer comes; solves the puzzle that the server may ask for.
 * @param pauses ms after each attempt; after the last one the error is thrown
 * @param website what stands in the field that only programs fill in
 * @param isWanted is the comment still to be sent?
 * @throws Refused, or what the last attempt threw
 */
export async function postUntilAnswered(
  box: Controller,
  one: Sending,
  pauses: readonly number[],
  website: string,
  isWanted: () => boolean,
): Promise<PostAnswer> {
  let solution: Solution | null = null;
  for (let attempt = 0; ; ) {
    try {
      return await post(box, one, website, solution);
    } catch (error) {
      if (error instanceof Refused) {
        const { code, challenge, bits = 0 } = error.problem;
        if (code === 'invalid-token' && box.token() !== null) {
          // The server no longer knows the reader: the same text goes as a new guest's; a member's, without a name, comes back.
          box.kept.remove('token');
          continue;
        }
        if (solution !== null || challenge === undefined) throw error;
        const solver = await box.getCode('puzzle').catch(() => null);
        if (solver !== null) {
          solution = { challenge, nonce: await solver.solve(challenge, bits) };
          continue;
        }
      }
      const pause = pauses[attempt++];
      if (pause === undefined || !navigator.onLine || box.isDestroyed) throw error;
      await sleep(pause);
      if (!isWanted() || box.isDestroyed) throw error;
    }
  }
}
