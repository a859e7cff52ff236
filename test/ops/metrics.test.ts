import { afterEach, expect, test } from '@jest/globals';
import { createMetrics, type Metrics } from '../../server/ops/metrics.ts';

let metrics: Metrics;
afterEach(() => metrics.stop());

test('counts what it is told, in the Prometheus format', async () => {
  metrics = createMetrics(Date.now);
  metrics.observe({ route: '/api/v1/comments', method: 'GET', status: 200, seconds: 0.004 });
  metrics.observe({ route: '/api/v1/comments', method: 'BREW', status: 405, seconds: 0.004 });
  metrics.countPosted('pending');
  metrics.watch({ backlog: async () => ({ open: 7, oldest: null }), liveConnections: () => 3 });
  const text = await metrics.text();
  expect(text).toContain('liangju_http_requests_total{route="/api/v1/comments",method="GET",status="200"} 1');
  expect(text).toContain('method="other",status="405"');
  expect(text).toContain('liangju_http_request_duration_seconds_bucket{le="0.005",route="/api/v1/comments",method="GET"} 1');
  expect(text).toContain('liangju_comments_posted_total{status="pending"} 1');
  expect(text).toMatch(/^liangju_queue_open 7$/m);
  expect(text).toMatch(/^liangju_live_connections 3$/m);
  expect(text).toMatch(/^liangju_event_loop_delay_seconds\{quantile="0.99"\} [\d.e-]+$/m);
  expect(text).toContain('process_cpu_seconds_total');
});

test('a reading that fails is left out and fails nothing else', async () => {
  metrics = createMetrics(Date.now);
  metrics.watch({ backlog: () => Promise.reject(new Error('no store')) });
  const text = await metrics.text();
  expect(text).not.toMatch(/^liangju_queue_open \d/m);
  expect(text).toMatch(/^liangju_live_connections 0$/m);
});

test('two apps in one process count apart', async () => {
  metrics = createMetrics(Date.now);
  const other = createMetrics(Date.now);
  metrics.countPosted('published');
  expect(await other.text()).not.toContain('liangju_comments_posted_total{');
  other.stop();
});
