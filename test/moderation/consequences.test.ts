import { describe, expect, test } from '@jest/globals';
import type { Finding, Site, SiteMode, Verdict } from '../../server/domain/types.ts';
import { renderBody } from '../../server/markup/render-body.ts';
import { burst } from '../../server/moderation/phases/burst.ts';
import { nearDuplicate } from '../../server/moderation/phases/near-duplicate.ts';
import { type Phase, type PhaseContext, runPhases } from '../../server/moderation/pipeline.ts';
import { createScreening, UNKNOWN_AUTHOR } from '../../server/moderation/screen-comment.ts';
import type { Consequence, ScreeningInput } from '../../server/moderation/screening.ts';
import { createCompiledLists } from '../../server/wordlists/compile-lists.ts';
import { compileWords } from '../../server/wordlists/text/matcher.ts';
import { siteNamed } from '../store/fixtures.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';

const NOW = 1_800_000_000_000;
const BODY = '今天的河边很安静';
const THREAD = { id: 'T1', mode: null, key: '/a', burstUntil: 0 };

function inputOf(more: Partial<ScreeningInput> = {}): ScreeningInput {
  return {
    site: siteNamed('news'),
    thread: THREAD,
    parent: null,
    author: { readerId: 'R1', name: '小林', isStaff: false },
    commentId: 'C9',
    similarTexts: null,
    facts: null,
    body: BODY,
    rendered: renderBody(BODY, { images: false }),
    history: { ...UNKNOWN_AUTHOR, since: null },
    ...more,
  };
}

function contextOf(more: Partial<PhaseContext> = {}): PhaseContext {
  return { ...inputOf(), words: compileWords([]), trust: 0, now: NOW, limitsOn: true, isRehearsal: false, ...more };
}

describe('similar texts', () => {
  const phase = nearDuplicate({ clusterOf: (similar) => Promise.resolve(similar.at(-1) ?? null) });
  test.each<[string, ScreeningInput['similarTexts'], Consequence[] | undefined, string[]]>([
    ['not looked for', null, undefined, []],
    ['none but the comment itself', { verdict: 'cluster', similar: ['C9'] }, undefined, []],
    ['a few', { verdict: null, similar: ['C2', 'C1'] }, undefined, ['similar:C2', 'similar:C1']],
    [
      'a campaign',
      { verdict: 'cluster', similar: ['C9', 'C2', 'C1'] },
      [{ kind: 'gather-cluster', clusterId: 'C1', similar: ['C2', 'C1'] }],
      ['cluster:C1', 'similar:C2', 'similar:C1'],
    ],
  ])('%s', async (_name, similarTexts, consequences, evidence) => {
    const found = await phase.look(contextOf({ similarTexts }));
    expect(found?.consequences).toEqual(consequences);
    expect(found?.evidence.map(({ note, word }) => `${note}:${word}`) ?? []).toEqual(evidence);
  });
});

describe('a burst', () => {
  const recent = (count: number) => Array.from({ length: count }, (_, i) => ({ at: NOW - i, readerId: `R${i}` }));
  const slowed = { ...THREAD, burstUntil: NOW + 60_000 };
  const slow: Consequence[] = [{ kind: 'slow-thread', note: '12/min > 10' }];
  test.each<[string, Partial<PhaseContext>, number, Verdict | undefined, Consequence[] | undefined]>([
    ['by newcomers', {}, 11, 'review', slow],
    ['by a regular', { trust: 2 }, 11, undefined, undefined],
    ['in a thread that is slowed already', { thread: slowed }, 11, 'review', []],
    ['that is over in a slowed thread', { thread: slowed }, 0, 'review', []],
    ['that is none', {}, 3, undefined, undefined],
    ['in a rehearsal', { isRehearsal: true }, 11, undefined, undefined],
    ['without limits', { limitsOn: false }, 11, undefined, undefined],
  ])('%s', async (_name, more, count, verdict, consequences) => {
    const history = { ...UNKNOWN_AUTHOR, since: null, threadRecent: recent(count) };
    const found = await burst({ note: () => 10 }).look(contextOf({ history, ...more }));
    expect(found?.verdict).toBe(verdict);
    expect(found?.consequences).toEqual(consequences);
  });
});

const CLUSTER: Consequence = { kind: 'gather-cluster', clusterId: 'C1', similar: ['C1'] };
const SLOW: Consequence = { kind: 'slow-thread', note: '12/min > 10' };

function phaseOf(name: string, verdict: Verdict | undefined, consequences: Consequence[]): Phase {
  const finding: Finding = { phase: name, score: 0.4, active: true, evidence: [], ...(verdict === undefined ? {} : { verdict }) };
  return { name, look: () => ({ ...finding, consequences }), reasons: () => [name] };
}

test('the pipeline gathers the consequences in order and keeps them apart from the findings', async () => {
  const phases = [phaseOf('one', undefined, [CLUSTER]), phaseOf('two', 'review', []), phaseOf('three', undefined, [SLOW])];
  const { findings, consequences } = await runPhases(phases, contextOf());
  expect(consequences).toEqual([CLUSTER, SLOW]);
  expect(findings.map((finding) => Object.keys(finding))).not.toContainEqual(expect.arrayContaining(['consequences']));
});

test.each<[SiteMode, Verdict, string, Consequence[]]>([
  ['pre', 'pass', 'pending', [CLUSTER, SLOW]],
  ['post', 'review', 'pending', [CLUSTER, SLOW]],
  ['post', 'block', 'rejected', [CLUSTER, SLOW]],
  // What is published at once is not gathered with its copies.
  ['post', 'pass', 'published', [SLOW]],
])('in mode %s with the verdict %s', async (mode, verdict, status, consequences) => {
  const world = await openSqliteWorld();
  try {
    const { store } = await world.fresh();
    const screening = createScreening({
      store,
      phases: [phaseOf('one', verdict, [CLUSTER, SLOW])],
      lists: createCompiledLists(store.sites, () => undefined),
      askReviewers: (_context, _facts, local) => Promise.resolve(local),
      now: () => NOW,
      chance: () => 1,
      limitsOn: true,
    });
    const site: Site = { ...siteNamed('news'), mode };
    expect(await screening.screen(inputOf({ site }))).toMatchObject({ status, consequences });
  } finally {
    await world.close();
  }
});
