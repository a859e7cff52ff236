import { type StartedMongo, startMongo } from '../../test/support/mongo.ts';
import { findRedis, startRedis } from '../../test/support/redis.ts';
import { ADMIN, type Bench } from '../bench.ts';
import { delaysBetween } from '../load/delays.ts';
import { percentile } from '../load/numbers.ts';
import { startNode } from '../load/process.ts';
import { fillStore } from '../seed/fill.ts';
import { readerTokens } from './readers.ts';

const SECRET = 'the same on every server of the house';

/** Two servers on a replica set of three: how long a comment posted at one takes to a reader of the other. */
export async function servers(bench: Bench): Promise<void> {
  if (!bench.stores.includes('MongoDB')) return bench.note('MongoDB is not here');
  const mongo = await startMongo({ replicaSet: true, members: 3 });
  try {
    await between(bench, mongo, 'change streams', {});
    if (findRedis() === null) return bench.note('redis-server is not here');
    const redis = await startRedis();
    try {
      await between(bench, mongo, 'Redis', { REDIS_URL: redis.url });
    } finally {
      await redis.kill();
    }
  } finally {
    await mongo.stop();
  }
}

async function between(bench: Bench, mongo: StartedMongo, way: string, more: Record<string, string>): Promise<void> {
  const url = mongo.database(`bench-${process.pid}-${way.replaceAll(' ', '-')}`);
  await fillStore(url, bench.file('.'), { threads: [{ key: 'servers', comments: 100 }] });
  const env = {
    HOST: '127.0.0.1',
    DATABASE_URL: url,
    SECRET,
    DEMO: '0',
    LIMITS: 'off',
    LOG_FORMAT: 'json',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    ...more,
  };
  const start = () => startNode(['server/main.ts', 'serve'], { env, logFile: bench.file('servers.log'), path: '/readyz' });
  const one = await start();
  try {
    const other = await start();
    try {
      const tokens = await readerTokens(one.url, 100);
      const options = { readers: 20, posts: bench.isFull ? 400 : 100, thread: 'servers', tokens };
      const { live, pages, missing } = await delaysBetween({ post: one.url, read: other.url }, options);
      bench.figure(`to a reader of the other server, p50, ${way}`, 'ms', [percentile(live, 0.5)]);
      bench.figure(`to a reader of the other server, p99, ${way}`, 'ms', [percentile(live, 0.99)], { target: { atMost: 500 } });
      bench.figure(`pages of the other server hold a comment, most, ${way}`, 'ms', [Math.max(...pages)], { target: { atMost: 250 } });
      bench.figure(`comments missing at a reader of the other server, ${way}`, 'of all', [missing], { target: { atMost: 0 } });
    } finally {
      await other.stop();
    }
  } finally {
    await one.stop();
  }
}
