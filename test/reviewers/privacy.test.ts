import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { REVIEWER_KINDS } from '../../server/domain/enumerations.ts';
import type { Finding } from '../../server/domain/types.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import { local, makeWorld, PERSONAL, settings, subjectOf } from './world.ts';

let server: StandIn;
beforeEach(async () => {
  server = await startStandIn(() => ({ status: 204 }));
});
afterEach(() => server.close());

/** Findings that tell of the person, as the local phases leave them. */
const ABOUT_THE_PERSON: Finding[] = [
  { phase: 'history', score: 0.5, verdict: 'review', active: true, evidence: [{ field: 'reader', start: 0, end: 0, note: '27182/58597' }] },
  {
    phase: 'ban',
    score: 1,
    verdict: 'review',
    active: true,
    evidence: [{ field: 'reader', start: 0, end: 0, note: 'ban', word: PERSONAL.readerId }],
  },
  { phase: 'words', score: 0.5, verdict: 'review', active: true, evidence: [{ field: 'name', start: 0, end: 2, word: '林' }] },
];

/** Everything that left, in every form in which it may be hidden. */
function left(): string {
  return server.received
    .map(({ path, headers, body }) => {
      const decoded = decodeURIComponent(body.replaceAll('+', ' ').replace(/%(?![0-9a-f]{2})/gi, '%25'));
      const base64 = /"Content":"([^"]+)"/.exec(body)?.[1] ?? '';
      const unescaped = decoded.replace(/\\+u([0-9a-f]{4})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      return [path, JSON.stringify(headers), body, decoded, unescaped, Buffer.from(base64, 'base64').toString('utf8')].join('\n');
    })
    .join('\n');
}
const CLUES: Readonly<Record<string, string>> = {
  ip: PERSONAL.ip,
  region: PERSONAL.region,
  userAgent: PERSONAL.userAgent,
  referrer: PERSONAL.referrer,
  elapsed: String(PERSONAL.elapsed),
  emailHash: PERSONAL.emailHash,
  readerId: PERSONAL.readerId,
  parentReaderId: PERSONAL.parentReaderId,
  parentText: PERSONAL.parentText,
  published: '31415',
  rejected: '27182',
  since: '2021-05-06',
};

test.each(REVIEWER_KINDS)('%s gets the text and the name, and nothing else of anybody, unless the site switches it on', async (kind) => {
  const { reviewers } = makeWorld();
  const reviewer = settings({ kind, url: server.url });
  await reviewers.review([reviewer], subjectOf({ text: '写得很清楚。' }), local('review', ABOUT_THE_PERSON));
  expect(server.received.length).toBeGreaterThan(0);
  const all = left();
  expect(all).toContain('写得很清楚。');
  expect(all).toContain('小林');
  // Akismet cannot be set up without the address.
  const allowed = kind === 'akismet' ? ['ip'] : [];
  for (const [name, clue] of Object.entries(CLUES)) if (!allowed.includes(name)) expect([name, all.includes(clue)]).toEqual([name, false]);
});

test.each(REVIEWER_KINDS)('%s does not get the name when it is switched off, nor what was found in it', async (kind) => {
  const { reviewers } = makeWorld();
  const reviewer = settings({ kind, url: server.url, fields: { name: false, ip: kind === 'akismet' } });
  await reviewers.review([reviewer], subjectOf(), local('review', ABOUT_THE_PERSON));
  expect(left()).not.toContain('林');
});

test.each([
  ['context', ['parentText']],
  ['ip', ['ip', 'region']],
  ['userAgent', ['userAgent', 'referrer', 'elapsed']],
  ['emailHash', ['emailHash']],
  ['readerId', ['readerId']],
  ['history', ['published', 'rejected', 'since']],
] as const)('the field %s lets out %j and no more', async (field, clues: readonly string[]) => {
  const { reviewers } = makeWorld();
  const reviewer = settings({ kind: 'webhook', url: server.url, fields: { [field]: true } });
  await reviewers.review([reviewer], subjectOf(), local());
  const all = left();
  for (const [name, clue] of Object.entries(CLUES)) expect([name, all.includes(clue)]).toEqual([name, clues.includes(name)]);
});

test('what people decided is told within the same bounds', async () => {
  const { reviewers } = makeWorld();
  const reviewer = settings({ kind: 'webhook', url: server.url, feedback: true });
  await reviewers.feedback([reviewer], subjectOf(), { action: 'spam', reason: null }, ABOUT_THE_PERSON);
  const all = left();
  expect(all).toContain('comment.feedback');
  for (const [name, clue] of Object.entries(CLUES)) expect([name, all.includes(clue)]).toEqual([name, false]);
});
