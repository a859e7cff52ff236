import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { renderBody } from '../../server/markup/render-body.ts';
import type { ReviewerSettings } from '../../server/domain/reviewer-settings.ts';
import type { Verdict } from '../../server/domain/types.ts';
import { type ReviewedContext, reviewersPhase } from '../../server/moderation/phases/reviewers.ts';
import type { PipelineResult } from '../../server/moderation/pipeline.ts';
import type { ReviewFacts } from '../../server/moderation/screening.ts';
import { json, request, type StandIn, startStandIn } from './stand-in.ts';
import { makeWorld, settings, subjectOf } from './world.ts';

const site = { id: 'news', name: '晨报', type: 'news', mode: 'pre' } as const;
const facts: ReviewFacts = {
  action: 'create',
  comment: { id: 'C1', revision: 1 },
  page: { url: 'https://news.example.com/a', title: '公园开放' },
  reader: { emailHash: null, since: null },
  client: subjectOf().client,
};

function contextOf(body: string): ReviewedContext {
  return {
    site,
    thread: { mode: null, key: '/a' },
    parent: null,
    author: { readerId: 'R1', name: '小林', isStaff: false },
    body,
    rendered: renderBody(body, { images: false }),
    history: { published: 0, rejected: 0, spam: 0 },
    trust: 0,
  };
}
const judged = (verdict: Verdict, score = 0.5): PipelineResult => ({
  verdict,
  score,
  findings: [{ phase: 'words', score, verdict, active: true, evidence: [] }],
  consequences: [{ kind: 'slow-thread', note: '20/min > 10' }],
  reasons: ['words:ad'],
});

let server: StandIn;
beforeEach(async () => {
  server = await startStandIn(() => json({ verdict: 'pass' }));
});
afterEach(() => server.close());

const phaseWith = (list: () => ReviewerSettings[] | Promise<ReviewerSettings[]>) =>
  reviewersPhase(makeWorld().reviewers, async () => list());
const oneOf = (more: object = {}) => phaseWith(() => [settings({ kind: 'webhook', url: server.url, ...more })]);

describe('the last phase', () => {
  const SEVERITY: readonly Verdict[] = ['pass', 'review', 'spam', 'block'];
  const pairs = SEVERITY.flatMap((before) => SEVERITY.map((said) => [before, said] as const));

  test.each(pairs)('after %s a reviewer’s %s is never the milder of the two', async (before, said) => {
    server.answers(() => json({ verdict: said, score: 0.9 }));
    const after = await oneOf({ canBlock: true })(contextOf('你好'), facts, judged(before));
    const worse = Math.max(SEVERITY.indexOf(before), SEVERITY.indexOf(said));
    expect(after.verdict).toBe(SEVERITY[worse]);
    expect(after.score).toBeGreaterThanOrEqual(0.5);
    expect(after.findings[0]).toMatchObject({ phase: 'words' });
    expect(after.consequences).toEqual([{ kind: 'slow-thread', note: '20/min > 10' }]);
    expect(after.reasons).toContain('words:ad');
  });

  test('says why people have to look', async () => {
    const reasonsAfter = async (reply: () => ReturnType<typeof json>) => {
      server.answers(reply);
      return (await oneOf()(contextOf('你好'), facts, judged('pass'))).reasons;
    };
    expect(await reasonsAfter(() => json({ verdict: 'pass' }))).toEqual(['words:ad']);
    expect(await reasonsAfter(() => json({ verdict: 'review' }))).toEqual(['words:ad', 'reviewer:one']);
    expect(await reasonsAfter(() => json({ callback: true }, 202))).toEqual(['words:ad', 'reviewer-later:one']);
    expect(await reasonsAfter(() => ({ status: 500 }))).toEqual(['words:ad', 'reviewer-failed:one']);
  });

  test('sends the rendered text, and points into the Markdown', async () => {
    server.answers(() => json({ verdict: 'spam', spans: [{ start: 2, end: 8 }] }));
    const { findings } = await oneOf()(contextOf('加我**vx9527**，[这里](https://example.com/x)'), facts, judged('pass'));
    expect(JSON.parse(request(server).body)).toMatchObject({
      id: 'C1.1.one',
      comment: { text: '加我vx9527，这里', links: ['https://example.com/x'] },
      site: { mode: 'pre' },
    });
    expect(findings[1]).toMatchObject({ phase: 'reviewer.one', evidence: [{ field: 'body', start: 4, end: 10, word: 'vx9527' }] });
  });

  test('without reviewers nothing changes; with settings that cannot be read the text is held', async () => {
    const before = judged('pass');
    expect(await phaseWith(() => [])(contextOf('你好'), facts, before)).toBe(before);
    const broken = phaseWith(() => Promise.reject(new Error('seal-broken')));
    expect(await broken(contextOf('你好'), facts, before)).toMatchObject({
      verdict: 'review',
      reasons: ['words:ad', 'phase-failed:reviewers'],
    });
    expect(await broken(contextOf('你好'), facts, judged('spam'))).toMatchObject({ verdict: 'spam' });
  });
});
