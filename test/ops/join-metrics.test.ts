import { expect, test } from '@jest/globals';
import { joinMetrics } from '../../server/ops/join-metrics.ts';
import { createMetrics, type Metrics } from '../../server/ops/metrics.ts';

async function joined(...all: Metrics[]): Promise<string> {
  const processes = await Promise.all(
    all.map(async (metrics, i) => ({ worker: i + 1, metrics: structuredClone(await metrics.readings()) })),
  );
  for (const metrics of all) metrics.stop();
  return joinMetrics(processes);
}

test('each process has its own series, and what is the same for all stands there once', async () => {
  const [one, other] = [createMetrics(Date.now), createMetrics(Date.now)];
  one.countPosted('published');
  other.countPosted('published');
  other.countPosted('published');
  for (const metrics of [one, other])
    metrics.watch({ backlog: () => Promise.resolve({ open: 7, oldest: null }), liveConnections: () => 3 });
  const text = await joined(one, other);
  expect(text).toContain('liangju_comments_posted_total{status="published",worker="1"} 1\n');
  expect(text).toContain('liangju_comments_posted_total{status="published",worker="2"} 2\n');
  expect(text).toContain('liangju_live_connections{worker="1"} 3\n');
  expect(text.match(/^liangju_queue_open.*$/gm)).toEqual(['liangju_queue_open 7']);
  expect(text.match(/^# TYPE liangju_comments_posted_total counter$/gm)).toHaveLength(1);
});

test('a histogram stays one', async () => {
  const metrics = createMetrics(Date.now);
  metrics.observe({ route: '/x', method: 'GET', status: 200, seconds: 0.003 });
  const text = await joined(metrics);
  expect(text).toContain('liangju_http_request_duration_seconds_bucket{le="0.005",route="/x",method="GET",worker="1"} 1');
  expect(text).toContain('liangju_http_request_duration_seconds_bucket{le="+Inf",route="/x",method="GET",worker="1"} 1');
  expect(text).toContain('liangju_http_request_duration_seconds_count{route="/x",method="GET",worker="1"} 1');
  expect(text).toContain('# TYPE liangju_http_request_duration_seconds histogram');
});
