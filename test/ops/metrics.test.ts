import { afterEach, expect, test } from '@jest/globals';
import { createMetrics, type Metrics } from '../../server/ops/metrics.ts';

let metrics: Metrics;
afterEach(() => metrics.stop());

test('counts what it is told, in the Prometheus format', async () => {
  metrics = createMetrics();
  metrics.observe({ route: '/api/v1/comments', method: 'GET', status: 200, seconds: 0.004 });
  metrics.observe({ route: '/api/v1/comments', method: 'BREW', status: 405, seconds: 0.004 });
  metrics.countPosted('pending');
  metrics.watch({ queueOpen: async () => 7, liveConnections: () => 3 });
  const text = await metrics.text();
  expect(text).toContain('http_requests_total{route="/api/v1/comments",method="GET",status="200"} 1');
  expect(text).toContain('method="other",status="405"');
  expect(text).toContain('http_request_duration_seconds_bucket{le="0.005",route="/api/v1/comments",method="GET"} 1');
  expect(text).toContain('comments_posted_total{status="pending"} 1');
  expect(text).toMatch(/^queue_open 7$/m);
  expect(text).toMatch(/^live_connections 3$/m);
  expect(text).toMatch(/^event_loop_delay_seconds\{quantile="0.99"\} [\d.e-]+$/m);
  expect(text).toContain('process_cpu_seconds_total');
});

test('a reading that fails is left out and fails nothing else', async () => {
  metrics = createMetrics();
  metrics.watch({ queueOpen: () => Promise.reject(new Error('no store')) });
  const text = await metrics.text();
  expect(text).not.toMatch(/^queue_open \d/m);
  expect(text).toMatch(/^live_connections 0$/m);
});

test('two apps in one process count apart', async () => {
  metrics = createMetrics();
  const other = createMetrics();
  metrics.countPosted('published');
  expect(await other.text()).not.toContain('comments_posted_total{');
  other.stop();
});
