import { describe, expect, test } from '@jest/globals';
import { withoutLeadingMention } from '../../server/transfer/formats/leading-mention.ts';
import { valine } from '../../server/transfer/formats/valine.ts';
import { waline } from '../../server/transfer/formats/waline.ts';
import { commentsById, readTexts } from './read-source.ts';

const row = (id: string, more: object): object => ({
  objectId: `65a0b1c2d3e4f5a6b7c8d0${id}`,
  nick: '小林',
  comment: '<p>正文</p>',
  url: '/p/',
  createdAt: '2024-05-01T12:50:15.272Z',
  ...more,
});
const lines = (...values: readonly object[]): string => values.map((value) => JSON.stringify(value)).join('\n');
const header = (name: string): string => `#filetype:JSON-streaming {"type":"Class","class":"${name}"}\n`;

describe('Valine and Waline', () => {
  test('the rows of an application are found among its other classes, in whatever order these are', async () => {
    const { isRecognised, items } = await readTexts(valine, {
      'Another.0.jsonl': header('Another') + lines({ objectId: 'x', comment: 'no comment of readers' }),
      'Comment.0.jsonl': header('Comment') + lines(row('01', {})),
      'Comment.1.jsonl': header('Comment') + lines(row('02', {})),
      'Counter.0.jsonl': header('Counter') + lines({ objectId: 'y', url: '/p/', time: 3 }),
      '_User.0.jsonl': header('_User') + lines({ objectId: 'z', username: 'owner', sessionToken: 'a token' }),
    });
    expect(isRecognised).toBe(true);
    expect(items).toMatchObject([
      { type: 'comment', id: '65a0b1c2d3e4f5a6b7c8d001', at: { line: 2, entry: 'Comment.0.jsonl' } },
      { type: 'comment', id: '65a0b1c2d3e4f5a6b7c8d002', at: { line: 2, entry: 'Comment.1.jsonl' } },
    ]);
  });

  test('people in a table of their own come with their names, and their secrets stay behind', async () => {
    const user = {
      objectId: '7',
      display_name: '站长',
      email: 'owner@example.org',
      url: '',
      type: 'administrator',
      password: '$P$hash',
      '2fa': 'seed',
    };
    const { items } = await readTexts(waline, {
      'Comment.csv': 'objectId,user_id,nick,mail,comment,url,insertedAt\n1,7,旧名,old@example.org,正文,/p/,2024-05-01T00:00:00Z\n',
      'Users.csv': `${Object.keys(user).join(',')}\n${Object.values(user).join(',')}\n`,
    });
    expect(items).toHaveLength(1);
    expect(commentsById(items).get('1')?.author).toEqual({ id: '7', name: '站长', email: 'owner@example.org', isOwner: true });
    expect(JSON.stringify(items)).not.toMatch(/hash|seed/);
  });

  test('page counts alone are said to be that', async () => {
    const { isRecognised, refused } = await readTexts(
      valine,
      { 'Counter.0.jsonl': header('Counter') + lines({ objectId: 'y', time: 3 }) },
      ['Counter.0.jsonl'],
    );
    expect([isRecognised, refused?.why]).toEqual([true, 'page-counts']);
    const list = await readTexts(valine, { 'a.json': JSON.stringify({ results: [{ objectId: 'y', xid: '/p/', url: '/p/', time: 3 }] }) });
    expect([list.isRecognised, list.refused?.why]).toEqual([true, 'page-counts']);
    const other = await readTexts(valine, { 'Users.0.jsonl': header('Users') + lines({ objectId: 'y', display_name: '小林' }) });
    expect(other.refused?.why).toBe('unknown-format');
  });

  test('a table of a database with names in lower case and words for what is missing', async () => {
    const { isRecognised, items } = await readTexts(waline, {
      'wl_comment.csv': 'id,user_id,comment,insertedat,nick,pid,rid,url,createdat\n5,NULL,好,2024-05-01 12:50:15,小林,NULL,\\N,/p/,NULL\n',
    });
    expect(isRecognised).toBe(true);
    expect(items).toMatchObject([{ id: '5', parentId: null, rootId: null, createdAt: '2024-05-01 12:50:15', author: { name: '小林' } }]);
  });

  test('an answer of the API is read with the answers inside, in the words that were written', async () => {
    const child = row('02', { pid: '65a0b1c2d3e4f5a6b7c8d001', url: undefined, orig: '**答**', comment: '<p><strong>答</strong></p>' });
    const answer = { errno: 0, data: { page: 1, data: [row('01', { time: 1714567815272, createdAt: undefined, children: [child] })] } };
    const { items } = await readTexts(waline, { 'comments.json': JSON.stringify(answer) });
    expect(items).toMatchObject([
      { id: '65a0b1c2d3e4f5a6b7c8d001', createdAt: 1714567815272, page: { address: '/p/' } },
      { id: '65a0b1c2d3e4f5a6b7c8d002', text: { markup: 'markdown', text: '**答**' }, page: { address: '/p/' } },
    ]);
  });

  test('a link to a comment is the parent of an old row only when that comment is in the file', async () => {
    const at = (id: string): string => `<p><a class="at" href="#65a0b1c2d3e4f5a6b7c8d0${id}">@阿禾</a> , 好。</p>`;
    const top = '65a0b1c2d3e4f5a6b7c8d001';
    const { items } = await readTexts(valine, {
      'a.json': JSON.stringify([
        row('03', { rid: top, comment: at('02') }),
        row('04', { rid: top, comment: at('ff') }),
        row('05', { comment: at('ff') }),
        row('06', { comment: at('02') }),
        row('02', { rid: top }),
        row('01', {}),
      ]),
    });
    const parents = [...commentsById(items).values()].map(({ id, parentId }) => [id.slice(-2), parentId?.slice(-2) ?? null]);
    expect(parents).toEqual([
      ['03', '02'],
      ['04', '01'],
      ['05', null],
      ['06', '02'],
      ['02', '01'],
      ['01', null],
    ]);
    for (const { text } of commentsById(items).values()) expect(text.text).not.toContain('@');
  });

  test.each([
    ['<p>一段</p>\n<p>又一段</p>', 'html'],
    ['<img src="https://cdn.example.com/a.png"> 好', 'html'],
    ['<p>一段</p>\n\n**又一段**', 'markdown'],
    ['<https://example.com/> 好', 'markdown'],
    ['<b>粗</b> 和 `代码`', 'markdown'],
    ['<pre><code>a **b** `c`</code></pre>', 'html'],
    ['只有文字', 'markdown'],
  ])('%j is taken as %s', async (comment, markup) => {
    const { items } = await readTexts(waline, { 'a.json': JSON.stringify([row('01', { comment })]) });
    expect(items).toMatchObject([{ text: { markup, text: comment } }]);
  });

  test.each([
    [{ status: 'approved', isSpam: true }, 'published'],
    [{ status: 'waiting' }, 'pending'],
    [{ status: 'spam' }, 'spam'],
    [{ status: '' }, 'published'],
    [{ isSpam: 1 }, 'spam'],
    [{ isSpam: '0' }, 'published'],
  ])('%j is %s', async (fields, state) => {
    const { items } = await readTexts(waline, { 'a.json': JSON.stringify([row('01', fields)]) });
    expect(items).toMatchObject([{ state }]);
  });

  test('a page may be written as host and path, and a time without a zone is UTC in what the migration tool wrote', async () => {
    const names = 'id,nick,updatedAt,mail,ua,ip,status,insertedAt,createdAt,comment,pid,rid,link,url,user_id';
    const { items } = await readTexts(waline, {
      'output.csv': `${names}\n1,Lin,,,,,approved,2024-05-01 12:50:15,,好,,,,blog.example.com/post/1.html,\n`,
    });
    expect(items).toMatchObject([{ page: { address: 'https://blog.example.com/post/1.html' }, createdAt: '2024-05-01 12:50:15Z' }]);
  });

  test('what somebody has nested or repeated beyond all measure is read like anything else', async () => {
    const nested = (open: string, inner: string, close: string): string => open.repeat(50_000) + inner + close.repeat(50_000);
    const answers = nested('{"comment":"好","nick":"小林","children":[', '', ']}');
    const time = `{"objectId":"1","comment":"好","nick":"小林","url":"/p/","createdAt":${nested('{"iso":', '1', '}')}}`;
    const links = JSON.stringify(row('01', { comment: '[@小林](#abc): '.repeat(20_000) }));
    const tags = JSON.stringify(row('02', { comment: `<p>${'<pre<code<hr class='.repeat(20_000)}` }));
    const { items } = await readTexts(waline, { 'a.json': `[${[answers, time, links, tags].join(',')}]` });
    expect(items.length).toBeGreaterThan(3);
  });

  test('a broken CSV is refused with the line', async () => {
    const { refused } = await readTexts(waline, { 'Comment.csv': 'objectId,nick,comment,url,insertedAt\n1,Lin,"好,/p/,2024-05-01\n' });
    expect(refused).toMatchObject({ why: 'not-csv' });
    expect(refused?.at?.line).toBeGreaterThan(1);
  });

  test('the link before a text is taken out in all its forms, and what only looks like one is left', () => {
    expect(withoutLeadingMention('[@小林](#abc): 好')).toEqual({ text: '好', target: 'abc' });
    expect(withoutLeadingMention('<p><a href="/p/#abc" rel="nofollow">@小林</a>: 好</p>')).toEqual({ text: '<p>好</p>', target: 'abc' });
    expect(withoutLeadingMention("<a href='#abc' class='at'>小林</a>&nbsp;，好")).toEqual({ text: '好', target: 'abc' });
    expect(withoutLeadingMention('[@小[林]](#abc): 好')).toEqual({ text: '好', target: 'abc' });
    expect(withoutLeadingMention('[@小林](https://example.com/) 和 [这里](#abc)').target).toBeNull();
    expect(withoutLeadingMention('<p><a href="https://example.com/">@小林</a> 好</p>').target).toBeNull();
    expect(withoutLeadingMention('<p><a href="#top">回到顶部</a></p>').target).toBeNull();
    expect(withoutLeadingMention('好 [@小林](#abc)').target).toBeNull();
  });
});
