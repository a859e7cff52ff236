import type { RouteRows } from './route-row.ts';
import { Verification, VerifyMeAnswer } from './verification.ts';

/** Calls by which readers prove to a site's verifier who they are. */
export const verificationRoutes = {
  verifyMe: {
    method: 'post',
    path: '/api/v1/me/verification',
    tag: 'readers',
    who: 'reader',
    summary: 'Asks the site’s verifier who the reader is: it knows already, or names the page on which the reader proves it.',
    replies: { 200: VerifyMeAnswer },
    problems: ['sign-in-required', 'invalid-token', 'origin-not-allowed', 'banned', 'too-fast', 'verification-refused'],
  },
  bringVerification: {
    method: 'post',
    path: '/api/v1/verification',
    tag: 'readers',
    who: 'verifier',
    summary: 'What a verifier has found, once the reader has proved it; signed as it is sent, with the `webhook-id` of the question.',
    body: Verification,
    replies: { 204: null },
    problems: ['too-large', 'verification-refused'],
  },
} as const satisfies RouteRows;
