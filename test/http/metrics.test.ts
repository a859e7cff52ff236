import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import { json, type StandIn, startStandIn } from '../reviewers/stand-in.ts';
import { call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

const MONITORING = join(import.meta.dirname, '../../docs/monitoring');
const dashboard = readFileSync(join(MONITORING, 'grafana-dashboard.json'), 'utf8');
const alerts = readFileSync(join(MONITORING, 'alerts.yml'), 'utf8');

/** Counters that this file does not move, and what holds them. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  // test/live/crowds.test.ts: it takes a mebibyte that a reader does not read.
  'liangju_live_dropped_total',
  // test/http/answer-mail.test.ts, with a server for mail.
  'liangju_mails_total',
]);

/** The sum of a metric's series. */
function sumOf(text: string, name: string): number {
  const values = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return values.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

onBothStores(
  'the meters',
  (server) => {
    let outside: StandIn;
    const scrape = async (): Promise<string> => (await call<string>(server().url, '/metrics')).body;
    beforeAll(async () => {
      // It judges, and is out of order when it is to be told what people decided.
      outside = await startStandIn(({ body }) => (body.includes('comment.feedback') ? { status: 500 } : json({ verdict: 'pass' })));
    });
    afterAll(() => outside?.close());

    test('every counter moves, each by what it counts', async () => {
      const { url } = server();
      const admin = await signIn(url);
      const reviewer = {
        kind: 'webhook',
        id: 'robot',
        url: `${outside.url}/review`,
        secret: 'a-secret-of-both-sides',
        timeoutMs: 5_000,
        feedback: true,
      };
      const site = { id: 'metered', name: '报纸', origins: [], type: 'blog', mode: 'post', reviewers: [reviewer] };
      expect((await call(url, '/api/v1/sites', { body: site, headers: admin })).status).toBe(201);
      const before = await scrape();
      const thread = newThread();
      const body = post(thread, { site: 'metered', body: sentence() });
      const headers = { 'idempotency-key': `metered-${thread.key}` };
      const posted = await call<PostAnswer>(url, '/api/v1/comments', { body, headers });
      expect(posted.status).toBe(201);
      // The kept answer is no second comment.
      expect((await call(url, '/api/v1/comments', { body, headers })).status).toBe(201);
      const listing = `/api/v1/comments?site=metered&thread=${encodeURIComponent(thread.key)}`;
      await call(url, listing);
      await call(url, listing);
      const { id, revision } = posted.body.comment;
      const decision = { items: [{ id, revision }], action: 'reject', reason: 'AD' };
      expect((await call(url, '/api/v1/moderation/decisions', { body: decision, headers: admin })).status).toBe(200);
      await waitFor(async () => sumOf(await scrape(), 'liangju_subscription_failures_total') > 0);
      const after = await scrape();
      const moved = (name: string): number => sumOf(after, name) - sumOf(before, name);
      expect(moved('liangju_comments_posted_total')).toBe(1);
      expect(moved('liangju_decisions_total')).toBe(1);
      expect(after).toMatch(/^liangju_decisions_total\{action="reject",by="staff"\} 1$/m);
      expect(moved('liangju_listing_duration_seconds_count')).toBeGreaterThanOrEqual(1);
      const counters = [...after.matchAll(/^# TYPE (liangju_\w+) counter$/gm)].map(([, name = '']) => name);
      expect(counters.length).toBeGreaterThanOrEqual(6);
      for (const name of counters) {
        expect(name).toMatch(/_total$/);
        if (!ELSEWHERE.has(name)) expect([name, moved(name) > 0]).toEqual([name, true]);
      }
    });

    test('gauges tell the queue, the store and the version', async () => {
      const { url } = server();
      const admin = await signIn(url);
      const site = { id: 'waits', name: '报纸', origins: [], type: 'news', mode: 'pre' };
      expect((await call(url, '/api/v1/sites', { body: site, headers: admin })).status).toBe(201);
      const open = sumOf(await scrape(), 'liangju_queue_open');
      expect((await call(url, '/api/v1/comments', { body: post(newThread(), { site: 'waits' }) })).status).toBe(202);
      await waitFor(async () => sumOf(await scrape(), 'liangju_queue_open') === open + 1);
      await waitFor(async () => sumOf(await scrape(), 'liangju_queue_oldest_seconds') > 0);
      const text = await scrape();
      expect(sumOf(text, 'liangju_store_bytes')).toBeGreaterThan(10_000);
      for (const subscription of ['learning', 'reviewers-feedback', 'follow-up']) {
        expect(text).toMatch(new RegExp(`^liangju_subscription_lag_events\\{subscription="${subscription}"\\} \\d+$`, 'm'));
        expect(text).toMatch(new RegExp(`^liangju_subscription_parked_events\\{subscription="${subscription}"\\} 0$`, 'm'));
      }
      expect(text).toMatch(/^liangju_build_info\{version="\d+\.\d+\.\d+",node="\d+\.\d+\.\d+"\} 1$/m);
    });

    test('names and units are by the conventions, and every name of the dashboard and the alerts is there', async () => {
      const text = await scrape();
      const names = [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name = '', type = '']) => ({ name, type }));
      for (const { name } of names) expect(name).toMatch(/^(?:liangju|process|nodejs)_[a-z0-9_]+$/);
      for (const { name } of names.filter(({ name: each }) => each.startsWith('liangju_')))
        expect(name).not.toMatch(/_(?:ms|milliseconds|mb|kb|minutes)(?:_|$)/);
      const known = new Set(
        names.flatMap(({ name, type }) => (type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name])),
      );
      const used = [...`${dashboard}\n${alerts}`.matchAll(/\b(?:liangju|process|nodejs)_\w+/g)].map(([name]) => name);
      expect(used.length).toBeGreaterThan(20);
      for (const name of used) expect([name, known.has(name)]).toEqual([name, true]);
      const own = names.filter(({ name }) => name.startsWith('liangju_') && name !== 'liangju_listing_pages');
      for (const { name } of own) expect([name, dashboard.includes(name)]).toEqual([name, true]);
    });

    test('the server is ready', async () => {
      const began = performance.now();
      expect((await call(server().url, '/readyz')).status).toBe(200);
      expect(performance.now() - began).toBeLessThan(1_000);
    });
  },
  { OUTBOUND_HOSTS: 'localhost' },
);

test('the alert rules and the dashboard are what Prometheus and Grafana read', () => {
  const yaml: { load: (text: string) => unknown } = createRequire(import.meta.url)('js-yaml');
  const { groups } = yaml.load(alerts) as { groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[] };
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.length).toBeGreaterThan(5);
  for (const { alert, expr, annotations } of rules)
    expect([alert, typeof expr, typeof annotations.summary]).toEqual([alert, 'string', 'string']);
  const { panels }: { panels: { id: number; title: string; targets: { expr: string }[] }[] } = JSON.parse(dashboard);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const { targets } of panels) expect(targets.length).toBeGreaterThan(0);
});
