import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createIds } from '../../server/domain/ids.ts';
import { makeSite } from '../../server/sites/make-site.ts';
import { openStore } from '../../server/store/open-store.ts';
import { importComments } from '../../server/transfer/import.ts';
import { checkRecord, type Refusal } from '../../server/transfer/records.ts';

/** Lines of `id,parent,name,text` under one article. */
const openerOf = (lines: readonly string[], siteRules: Parameters<typeof checkRecord>[2]) =>
  async function* () {
    for (const [i, text] of lines.entries()) {
      const [id, parentId = '', name, body] = text.split(',');
      const value = {
        ...{ id, parentId: parentId === '' ? null : parentId, body, author: { name } },
        thread: { key: 'https://news.example.com/a', url: '', title: '一篇文章' },
        createdAt: new Date(Date.UTC(2026, 0, 31, 8, i)).toISOString(),
      };
      yield { records: [checkRecord(i + 1, value, siteRules)], line: i + 1, share: (i + 1) / lines.length };
    }
  };

test('another format plugs in as an opener of records: checked, linked to parents that come later, and known the second time', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'liangju-formats-'));
  const store = await openStore(`sqlite:${join(dataDir, 'test.db')}`, dataDir, {});
  const deps = { store, now: Date.now, newId: createIds(Date.now, randomBytes) };
  const site = await makeSite(
    deps,
    { id: 'system', name: 'system', requestId: null },
    {
      id: 'news',
      name: '新闻',
      origins: ['https://news.example.com'],
      type: 'forum',
    },
  );
  const refused: Refusal[] = [];
  const shares: number[] = [];
  const open = openerOf(['2,1,小林,同意楼上', '1,,小陈,写得清楚', '3,,,没有名字', '1,,小王,号码重复'], site.settings.threadKeys);
  const request = {
    siteId: site.id,
    open,
    onRefused: (refusal: Refusal) => void refused.push(refusal),
    onProgress: ({ step, share }: { step: string; share: number }) => void (step === 'reading' && shares.push(share)),
  };
  expect(await importComments({ store, secret: 'a secret of the test' }, request)).toEqual({ inserted: 2, known: 0, refused: 2, lost: 0 });
  expect(refused).toEqual([
    { line: 3, why: 'wrong-value', field: 'author.name' },
    { line: 4, why: 'repeated-id', field: 'id' },
  ]);
  expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
  const { items } = await store.comments.search({ siteIds: [site.id], limit: 10 });
  const byBody = new Map(items.map((comment) => [comment.content?.body, comment]));
  expect(byBody.get('同意楼上')?.parentId).toBe(byBody.get('写得清楚')?.id);
  expect(await importComments({ store, secret: 'a secret of the test' }, request)).toMatchObject({ inserted: 0, known: 2 });
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});
