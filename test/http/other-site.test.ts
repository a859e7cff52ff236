import { beforeAll, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { PostAnswer } from '../../contract/comment.ts';
import type { DecideAnswer } from '../../contract/moderation.ts';
import type { ProblemView } from '../../contract/problem.ts';
import type { ImportAnswer } from '../../contract/imports.ts';
import type { RouteRow } from '../../contract/route-row.ts';
import { routes } from '../../contract/routes.ts';
import type { BanAnswer, JobAnswer } from '../../contract/site.ts';
import { call, newThread, post, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';

/** What the matrix asks with: ids of a site for which the asking administrator does not work. */
interface Others {
  site: string;
  comment: string;
  thread: string;
  ban: string;
  reader: string;
  job: string;
  import: string;
  webhook: string;
  delivery: string;
  token: string;
}

interface Asked {
  path: string;
  /** Further names in the path. */
  names?: Readonly<Record<string, string>>;
  query?: Record<string, string>;
  body?: (others: Others) => unknown;
  headers?: Record<string, string>;
}

/** How each row of staff that names something is asked for what is another site's. The rows not named here name nothing. */
const ASKED: { readonly [id: string]: (others: Others) => Asked } = {
  listWebhooks: ({ site }) => ({ path: site }),
  makeWebhook: ({ site }) => ({ path: site, body: () => ({ url: 'https://receiver.example/in' }) }),
  // On one's own site: the id alone is another's.
  changeWebhook: ({ webhook }) => ({ path: 'mine', names: { webhook }, body: () => ({ enabled: false }) }),
  removeWebhook: ({ webhook }) => ({ path: 'mine', names: { webhook } }),
  testWebhook: ({ webhook }) => ({ path: 'mine', names: { webhook } }),
  listDeliveries: ({ site }) => ({ path: site }),
  resendDelivery: ({ delivery }) => ({ path: 'mine', names: { delivery } }),
  resendParked: ({ webhook }) => ({ path: 'mine', body: () => ({ webhook }) }),
  findSite: ({ site }) => ({ path: site }),
  listPresets: ({ site }) => ({ path: `${site}/presets` }),
  changeSite: ({ site }) => ({ path: site, body: () => ({ name: '改名' }) }),
  listWords: ({ site }) => ({ path: site }),
  dryRunWords: ({ site }) => ({ path: site, body: () => ({ entries: [] }) }),
  listWordVersions: ({ site }) => ({ path: site }),
  startRecheck: ({ site }) => ({ path: site }),
  listLearners: ({ site }) => ({ path: site }),
  refusedTokens: ({ site }) => ({ path: site }),
  saveWords: ({ site }) => ({ path: site, body: () => ({ entries: [] }), headers: { 'if-match': '*' } }),
  changeThread: ({ thread }) => ({ path: thread, body: () => ({ closed: true }) }),
  findJob: ({ job }) => ({ path: job }),
  listJobs: ({ site }) => ({ path: '', query: { site } }),
  mergeThread: ({ thread }) => ({ path: thread, body: () => ({ into: thread }) }),
  listThreads: ({ site }) => ({ path: '', query: { site } }),
  exportSite: ({ site }) => ({ path: '', query: { site } }),
  startImport: ({ site }) => ({ path: '', query: { site }, body: () => '{"format":"liangju","version":1}' }),
  listImports: ({ site }) => ({ path: '', query: { site } }),
  findImport: (others) => ({ path: others.import }),
  importReport: (others) => ({ path: others.import }),
  runImport: (others) => ({ path: others.import }),
  undoImport: (others) => ({ path: others.import }),
  discardImport: (others) => ({ path: others.import }),
  exportReader: ({ reader }) => ({ path: reader, query: { reason: '本人来信' } }),
  exportEvidence: ({ site }) => ({ path: '', body: () => ({ site, reason: '来函要求' }) }),
  eraseReader: ({ reader }) => ({ path: reader, body: () => ({ comments: 'remove', reason: '本人来信' }) }),
  listBans: ({ site }) => ({ path: '', query: { site } }),
  makeBan: ({ site }) => ({ path: '', body: () => ({ site, kind: 'name', value: '代购', mode: 'block', note: '', until: null }) }),
  // With its own site's name as well as with the other's: the id alone counts.
  liftBan: ({ ban }) => ({ path: ban, query: { site: 'mine' } }),
  tryText: ({ site }) => ({ path: '', body: () => ({ site, body: '步道' }) }),
  deleteToken: ({ token }) => ({ path: token }),
  makeCommentToken: ({ site }) => ({ path: '', body: () => ({ site }) }),
  answerAsStaff: ({ site, comment }) => ({ path: '', body: () => ({ site, parentId: comment, body: '谢谢，已经转给作者' }) }),
  removeStaffAnswer: ({ site, comment }) => ({ path: comment, query: { site } }),
};

/** Rows whose answers leave out what is another site's; each has a test of its own below. */
const LEAVES_OUT = new Set([
  'listQueue',
  'queueStats',
  'claimCases',
  'renewClaims',
  'releaseClaims',
  'decide',
  'searchComments',
  'listAudit',
  'listSites',
]);
/** Rows about oneself or about the service. */
const OWN = new Set([
  'whoAmI',
  'signOut',
  'listTokens',
  'makeToken',
  'makeSite',
  'listAccounts',
  'changePassword',
  'listSessions',
  'endOtherSessions',
  'endSession',
  'confirmIdentity',
  'beginTotp',
  'confirmTotp',
  'removeTotp',
  'listPasskeys',
  'beginPasskey',
  'addPasskey',
  'removePasskey',
  'beginConfirmByPasskey',
  'inviteStaff',
  'resetAccount',
  'removeAccount',
  'changeAccount',
  'listCommentTokens',
  'endCommentToken',
]);

const staffRows = Object.entries<RouteRow>(routes).filter(([, { who }]) => who === 'staff');

onBothStores('what is another site’s', (server) => {
  const url = () => server().url;
  let mine: Record<string, string>;
  let others: Others;
  let revision = 1;

  beforeAll(async () => {
    const admin = await signIn(url());
    for (const id of ['mine', 'other']) {
      await call(url(), '/api/v1/sites', { body: { id, name: id, origins: [], type: 'blog', mode: 'pre' }, headers: admin });
    }
    const made = await server().cli(
      ['staff', 'add', 'mine@example.com', '--role', 'administrator', '--site', 'mine'],
      'a walk along the river\n',
    );
    expect(made.code).toBe(0);
    mine = await signIn(url(), { email: 'mine@example.com', password: 'a walk along the river' });
    const thread = newThread();
    const posted = await call<PostAnswer>(url(), '/api/v1/comments', { body: post(thread, { site: 'other' }) });
    const ban = await call<z.infer<typeof BanAnswer>>(url(), '/api/v1/bans', {
      body: { site: 'other', kind: 'name', value: '代购', mode: 'block', note: '', until: null },
      headers: admin,
    });
    const job = await call<z.infer<typeof JobAnswer>>(url(), '/api/v1/sites/other/rechecks', { method: 'POST', headers: admin });
    const started = await call<z.infer<typeof ImportAnswer>>(url(), '/api/v1/imports?site=other', {
      body: '{"format":"liangju","version":1}',
      headers: admin,
    });
    const webhook = await call<{ webhook: { id: string } }>(url(), '/api/v1/sites/other/webhooks', {
      body: { url: 'https://receiver.invalid/in' },
      headers: admin,
    });
    const sent = `/api/v1/sites/other/webhooks/${webhook.body.webhook.id}/test`;
    const test = await call<{ delivery: { id: string } }>(url(), sent, { method: 'POST', headers: admin });
    const token = await call<{ id: string }>(url(), '/api/v1/staff/tokens', { body: { name: '别人的', scopes: ['read'] }, headers: admin });
    const found = await call<{ thread: { id: string } }>(url(), `/api/v1/comments?site=other&thread=${encodeURIComponent(thread.key)}`);
    revision = posted.body.comment.revision ?? 1;
    others = {
      site: 'other',
      comment: posted.body.comment.id,
      thread: found.body.thread.id,
      ban: ban.body.ban.id,
      reader: posted.body.comment.author?.id ?? '',
      job: job.body.job.id,
      import: started.body.import.id,
      webhook: webhook.body.webhook.id,
      delivery: test.body.delivery.id,
      token: token.body.id,
    };
  });

  test('every row of staff is in one of the tables of this file', () => {
    const named = [...Object.keys(ASKED), ...LEAVES_OUT, ...OWN].sort();
    expect(staffRows.map(([id]) => id).sort()).toEqual(named);
  });

  test.each(staffRows.filter(([id]) => id in ASKED))('%s is 404', async (id, row) => {
    const asked = ASKED[id]?.(others);
    if (asked === undefined) throw new Error(`${id} is not in the table`);
    const { path, names = {}, query, headers } = asked;
    const asks = row.path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? path);
    const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
    const answer = await call<ProblemView>(url(), asks + search, {
      method: row.method.toUpperCase(),
      headers: { ...mine, ...headers },
      ...(asked.body === undefined ? {} : { body: asked.body(others) }),
    });
    expect([id, answer.status, answer.body.code]).toEqual([id, 404, 'not-found']);
  });

  test('the ban is still in force afterwards, and no log says otherwise', async () => {
    const admin = await signIn(url());
    const bans = await call<{ bans: { id: string }[] }>(url(), '/api/v1/bans?site=other', { headers: admin });
    expect(bans.body.bans.map(({ id }) => id)).toContain(others.ban);
    const log = await call<{ entries: unknown[] }>(url(), '/api/v1/moderation/audit?action=ban.lift', { headers: admin });
    expect(log.body.entries).toEqual([]);
  });

  test('decisions and claims find nothing', async () => {
    const decided = await call<DecideAnswer>(url(), '/api/v1/moderation/decisions', {
      body: { items: [{ id: others.comment, revision }], action: 'approve' },
      headers: mine,
    });
    expect(decided.body.results).toEqual([{ id: others.comment, result: 'gone' }]);
    for (const [method, body] of [
      ['POST', { ids: [others.comment] }],
      ['PUT', { ids: [others.comment] }],
      ['DELETE', { ids: [others.comment] }],
      ['POST', { site: 'other', limit: 5 }],
    ] as const) {
      const claimed = await call<{ ids: string[] }>(url(), '/api/v1/moderation/claims', { method, body, headers: mine });
      expect([method, claimed.status, claimed.body.ids]).toEqual([method, 200, []]);
    }
  });

  test('lists leave it out, whatever they are asked for', async () => {
    const lists = ['queue', 'comments', 'audit'].flatMap((name) => [`/api/v1/moderation/${name}`, `/api/v1/moderation/${name}?site=other`]);
    lists.push(`/api/v1/moderation/queue?thread=${others.thread}`, `/api/v1/moderation/audit?subject=${others.comment}`);
    for (const path of lists) {
      const { status, body } = await call(url(), path, { headers: mine });
      expect([path, status]).toEqual([path, 200]);
      expect(JSON.stringify(body)).not.toContain('"other"');
      expect(JSON.stringify(body)).not.toContain(others.comment);
    }
    const stats = await call<{ open: number }>(url(), '/api/v1/moderation/stats', { headers: mine });
    expect(stats.body.open).toBe(0);
    const sites = await call<{ sites: { id: string }[] }>(url(), '/api/v1/sites', { headers: mine });
    expect(sites.body.sites.map(({ id }) => id)).toEqual(['mine']);
  });
});
