import type { ProblemView } from '../../contract/problem.ts';
import { Refused } from '../sdk.ts';
import type { Controller } from '../types/controller.ts';

/** All that is held of a reader may be much: an answer is waited for so long, ms. */
const LONGEST_WAIT = 300_000;

/**
 * Makes a call of the reader whose answer is a file, or nothing.
 * @param path behind `/api/v1`
 * @throws Refused where the service says no, and what fetch throws where no answer comes
 */
export async function request({ settings, token }: Controller, path: string, method = 'GET'): Promise<Blob> {
  const answer = await fetch(`${settings.service}/api/v1${path}`, {
    method,
    headers: { 'Accept-Language': settings.lang, Authorization: `Bearer ${token() ?? ''}` },
    credentials: 'omit',
    signal: AbortSignal.timeout(LONGEST_WAIT),
  });
  if (answer.ok) return answer.blob();
  const problem: Partial<ProblemView> = await answer.json().catch(() => ({}));
  throw new Refused({ status: answer.status, code: 'internal', detail: '', ...problem });
}
