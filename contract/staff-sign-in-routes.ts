import { z } from 'zod';
import type { RouteRows } from './route-row.ts';

export const StaffProviderAnswer = z.object({
  provider: z
    .object({ name: z.string().nullable().meta({ description: 'What the operator calls it; null: nothing of its own.' }) })
    .nullable()
    .meta({ description: 'The newsroom’s own provider; null without one.' }),
  passwords: z.boolean().meta({ description: 'May anybody of staff sign in by password?' }),
});
export type StaffProviderAnswer = z.infer<typeof StaffProviderAnswer>;

const StartStaffSignIn = z.strictObject({
  back: z
    .string()
    .max(500)
    .regex(/^#\/[!-~]*$/)
    .optional()
    .meta({ description: 'Where in the console to go afterwards, as a fragment.' }),
});

/** Calls by which staff sign in by the newsroom's own provider. */
export const staffSignInRoutes = {
  staffProvider: {
    method: 'get',
    path: '/api/v1/staff/provider',
    tag: 'staff',
    who: 'anyone',
    summary: 'How staff may sign in.',
    replies: { 200: StaffProviderAnswer },
    problems: [],
  },
  startStaffSignIn: {
    method: 'get',
    path: '/api/v1/staff/provider/start',
    tag: 'staff',
    who: 'anyone',
    summary: 'For a browser: goes on to the newsroom’s provider. A refusal is a page with a sentence.',
    query: StartStaffSignIn,
    pageAnswer: true,
    replies: { 302: null },
    problems: ['invalid-request', 'not-found', 'origin-not-allowed', 'sign-in-refused', 'too-fast'],
  },
  startStaffConfirm: {
    method: 'get',
    path: '/api/v1/staff/provider/confirm',
    tag: 'staff',
    who: 'anyone',
    summary: 'The same for a person with a session who has to prove again who they are.',
    pageAnswer: true,
    replies: { 302: null },
    problems: ['not-found', 'origin-not-allowed', 'sign-in-refused', 'sign-in-required', 'too-fast'],
  },
  finishStaffSignIn: {
    method: 'get',
    path: '/api/v1/staff/provider/callback',
    tag: 'staff',
    who: 'anyone',
    summary: 'Where the provider sends the browser: goes on to the console, or says why not.',
    pageAnswer: true,
    replies: { 200: null, 302: null },
    problems: ['not-found', 'sign-in-refused', 'too-fast'],
  },
} as const satisfies RouteRows;
