import { describe, expect, test } from '@jest/globals';
import { readTexts } from './read-files.ts';

describe('a plain table', () => {
  const rows = (...lines: string[]): string => `${lines.join('\r\n')}\r\n`;

  test('is known by its columns, whatever their case and what divides them', async () => {
    const table = rows(
      '\ufeffID;Parent ID;Page URL;Author;E-Mail;Text;Created At;Status;Likes',
      '1;;/a/;甲;a@example.org;"第一行\n第二行; 还是正文";2024-05-01 10:00:00;approved;3',
      "2;1;/a/;乙;;'=1+1;2024-05-01 10:01:00;waiting for someone;",
      '3;;/a/;丙;;no longer to be seen;2024-05-01 10:02:00;deleted;',
    );
    const { format, comments } = await readTexts({ 'table.csv': table });
    expect(format).toBe('csv');
    expect(comments).toMatchObject([
      {
        id: '1',
        page: { address: '/a/' },
        author: { name: '甲', email: 'a@example.org' },
        text: { text: '第一行\n第二行; 还是正文' },
        state: 'published',
        votes: { up: 3, down: 0 },
      },
      { id: '2', parentId: '1', text: { text: '=1+1' }, state: 'pending' },
      { id: '3', author: null, text: { text: '' }, state: 'deleted' },
    ]);
  });

  test('without ids gives the same ones each time', async () => {
    const table = rows('page,name,date,body', '/a/,甲,2024-05-01 10:00:00,好', '/a/,甲,2024-05-01 10:00:00,也好');
    const [first, second] = [await readTexts({ 'table.csv': table }), await readTexts({ 'table.csv': table })];
    const ids = first.comments.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(second.comments.map(({ id }) => id)).toEqual(ids);
  });

  test('with names of its own is read as the person who imports says', async () => {
    const table = rows('编号,网页,谁,什么时候,说了什么', '7,/b/,甲,2024-05-01 10:00:00,好');
    await expect(readTexts({ 'table.csv': table })).rejects.toMatchObject({ why: 'unknown-format' });
    const columns = new Map([
      ['id', '编号'],
      ['url', '网页'],
      ['author', '谁'],
      ['created_at', '什么时候'],
      ['text', '说了什么'],
    ]);
    const { comments } = await readTexts({ 'table.csv': table }, { format: 'csv', columns });
    expect(comments).toMatchObject([
      { id: '7', page: { address: '/b/' }, author: { name: '甲' }, text: { text: '好' }, createdAt: '2024-05-01 10:00:00' },
    ]);
  });

  test('without a column that was named is refused', async () => {
    const table = rows('id,page,date,text', '1,/a/,2024-05-01,好');
    const columns = new Map([['author', 'Nobody']]);
    await expect(readTexts({ 'table.csv': table }, { columns })).rejects.toMatchObject({ why: 'not-csv', detail: 'Nobody' });
  });

  test('that ends within quotes is refused with the line', async () => {
    const table = 'id,page,date,text\n1,/a/,2024-05-01,ok\n2,/a/,2024-05-01,"not ended\n';
    await expect(readTexts({ 'table.csv': table })).rejects.toMatchObject({ why: 'not-csv', at: { line: 3 } });
  });
});

describe('Disqus', () => {
  const wrap = (inner: string): string =>
    `<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">${inner}</disqus>`;
  const post = (id: string, thread: string, username = 'reader'): string =>
    `<post dsq:id="${id}"><id/><message><![CDATA[<p>好</p>]]></message><createdAt>2016-01-02T03:01:05Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>N</name><username>${username}</username></author><thread dsq:id="${thread}"/></post>`;
  const thread = (id: string, inner: string): string =>
    `<thread dsq:id="${id}">${inner}<author><username>owner</username></author><isClosed>false</isClosed><isDeleted>false</isDeleted></thread>`;

  test('threads may stand behind their posts, and in another file', async () => {
    const { format, comments } = await readTexts({
      'a/1.xml': wrap(post('11', '1') + post('12', '2') + thread('1', '<id/><link>https://blog.example.com/p/1/</link><title>一</title>')),
      'a/2.xml': wrap(thread('2', '<id/><link>https://blog.example.com/p/2/</link>')),
    });
    expect(format).toBe('disqus');
    expect(comments).toMatchObject([
      { id: '11', page: { address: 'https://blog.example.com/p/1/', title: '一' }, at: { entry: 'a/1.xml' } },
      { id: '12', page: { address: 'https://blog.example.com/p/2/' } },
    ]);
  });

  test('what the plugin of WordPress calls a page has its address; another name is none', async () => {
    const { comments } = await readTexts({
      'f.xml': wrap(
        thread('1', '<id>12 https://blog.example.com/?p=12</id><link/>') +
          thread('2', '<id>my-own-key</id><link/>') +
          post('11', '1') +
          post('12', '2'),
      ),
    });
    expect(comments.map(({ page }) => page.address)).toEqual(['https://blog.example.com/?p=12', '']);
  });

  test('who has opened the threads is the owner', async () => {
    const { comments } = await readTexts({
      'f.xml': wrap(thread('1', '<link>https://blog.example.com/</link>') + post('11', '1', 'owner') + post('12', '1')),
    });
    expect(comments.map(({ author }) => author?.isOwner)).toEqual([true, false]);
  });
});

describe('WordPress', () => {
  const wrap = (inner: string): string =>
    `<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel>${inner}</channel></rss>`;
  const comment = (id: string, inner = ''): string =>
    `<wp:comment><wp:comment_id>${id}</wp:comment_id><wp:comment_author>甲</wp:comment_author><wp:comment_date_gmt>2013-05-01 12:01:00</wp:comment_date_gmt><wp:comment_content>secret of ${id}</wp:comment_content><wp:comment_approved>1</wp:comment_approved>${inner}</wp:comment>`;

  test('an item may say its address behind its comments', async () => {
    const { comments } = await readTexts({
      'f.xml': wrap(
        `<item>${comment('1')}${comment('2')}<link>https://blog.example.com/a/</link></item><item><guid>/g/</guid>${comment('3')}</item>`,
      ),
    });
    expect(comments.map(({ id, page }) => [id, page.address])).toEqual([
      ['1', 'https://blog.example.com/a/'],
      ['2', 'https://blog.example.com/a/'],
      ['3', '/g/'],
    ]);
  });

  test('the address for comments in a feed is no comment; notes of a shop are not taken', async () => {
    const { comments } = await readTexts({
      'f.xml': wrap(
        `<item><link>https://blog.example.com/a/</link><wfw:comment>https://blog.example.com/a/post</wfw:comment>${comment('1', '<wp:comment_type>order_note</wp:comment_type>')}</item>`,
      ),
    });
    expect(comments).toMatchObject([{ id: '1', state: 'rejected', author: null }]);
    expect(JSON.stringify(comments)).not.toContain('secret');
  });

  test('the users of the site are its staff, and have their names', async () => {
    const { comments } = await readTexts({
      'f.xml': wrap(
        `<wp:author><wp:author_id>3</wp:author_id><wp:author_display_name>站长</wp:author_display_name></wp:author><item><link>https://blog.example.com/a/</link>${comment('1', '<wp:comment_user_id>3</wp:comment_user_id>')}${comment('2', '<wp:comment_user_id>4</wp:comment_user_id>')}${comment('3', '<wp:comment_user_id>0</wp:comment_user_id>')}</item>`,
      ),
    });
    expect(comments.map(({ author }) => [author?.id, author?.isOwner])).toEqual([
      ['3', true],
      ['4', false],
      ['', false],
    ]);
  });

  test('names and titles are stored there as HTML has them', async () => {
    const { comments } = await readTexts({
      'f.xml': wrap(
        `<item><title><![CDATA[Q&amp;A &#8211; 1 < 2]]></title><link>https://blog.example.com/a/</link><wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author><![CDATA[Tom &amp; Jerry]]></wp:comment_author></wp:comment></item>`,
      ),
    });
    expect(comments).toMatchObject([{ author: { name: 'Tom & Jerry' }, page: { title: 'Q&A – 1 < 2' } }]);
  });

  test('other files in the archive are left alone', async () => {
    const { format, comments } = await readTexts({
      'a/LICENSE.txt': 'nothing here',
      'a/z.xml': wrap(`<item><link>https://blog.example.com/a/</link>${comment('1')}</item>`),
    });
    expect(format).toBe('wordpress');
    expect(comments).toHaveLength(1);
  });
});

describe('giscus', () => {
  const discussion = {
    title: 'posts/hello',
    body: '# posts/hello\n\nhttps://blog.example.com/posts/hello/\n\n<!-- sha1: 0 -->',
    locked: true,
    repository: { nameWithOwner: 'example/example' },
    comments: {
      nodes: [
        {
          id: 'DC_1',
          body: 'Hi',
          author: { login: 'ann-x' },
          authorAssociation: 'OWNER',
          createdAt: '2024-05-01T12:01:00Z',
          upvoteCount: 1,
          replies: { nodes: [{ id: 'DC_2', bodyHTML: '<p>答</p>', author: null, createdAt: '2024-05-01T12:02:00Z', upvoteCount: 0 }] },
        },
      ],
    },
  };
  const answer = { data: { repository: { discussions: { nodes: [discussion] } } } };

  test.each([
    ['an answer', JSON.stringify(answer)],
    ['an answer about one discussion', JSON.stringify({ data: { repository: { discussion } } })],
    ['a list of answers', JSON.stringify([answer])],
    ['a list of discussions', JSON.stringify([discussion])],
    ['a discussion a line', `${JSON.stringify(discussion)}\n${JSON.stringify({ ...discussion, comments: { nodes: [] } })}\n`],
  ])('%s', async (_name, text) => {
    const { format, items, comments } = await readTexts({ 'd.json': text });
    expect(format).toBe('giscus');
    expect(items).toContainEqual(
      expect.objectContaining({
        type: 'page',
        page: expect.objectContaining({ address: 'https://blog.example.com/posts/hello/' }),
        isClosed: true,
      }),
    );
    expect(comments).toMatchObject([
      { id: 'DC_1', parentId: null, author: { name: 'ann-x', isOwner: true }, page: { address: 'https://blog.example.com/posts/hello/' } },
      { id: 'DC_2', parentId: 'DC_1', text: { markup: 'html', text: '<p>答</p>' } },
    ]);
  });

  test.each([
    ['posts/hello', '/posts/hello'],
    ['about', '/about'],
    ['index', '/'],
    ['https://blog.example.com/a/', 'https://blog.example.com/a/'],
    ['随便聊聊', ''],
    ['What about dark mode?', ''],
  ])('a title %s names the page %s', async (title, address) => {
    const { comments } = await readTexts({ 'd.json': JSON.stringify([{ ...discussion, title, body: '' }]) });
    expect(comments[0]?.page.address).toBe(address);
  });
});

describe('Staticman', () => {
  const yaml = 'id: 0x1F\nname: 甲\nemail: 0123456789abcdef0123456789abcdef\ndate: 1483228800\nmessage: 好\n';

  test('the folders of a whole website are not part of the page’s address', async () => {
    const { format, comments } = await readTexts({
      'site-main/_config.yml': 'title: blog\n',
      'site-main/_data/comments/2017/post-one/c1.yml': yaml,
    });
    expect(format).toBe('staticman');
    expect(comments).toMatchObject([{ id: '0x1F', page: { address: '2017/post-one' }, createdAt: '1483228800' }]);
  });

  test('the hash of an address distinguishes people, and is no address', async () => {
    const { comments } = await readTexts({ 'post/c1.yml': yaml });
    expect(comments[0]?.author).toMatchObject({ id: '0123456789abcdef0123456789abcdef', name: '甲' });
    expect(comments[0]?.author).not.toHaveProperty('email');
  });

  test('a file that makes many of few is not read', async () => {
    const bomb = `a: &a [${'x,'.repeat(50)}]\n${'bcdefgh'
      .split('')
      .map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]},`.repeat(50)}]`)
      .join('\n')}\nmessage: *h\ndate: 2017-01-01\n`;
    const { items } = await readTexts({ 'post/c1.yml': yaml, 'post/c2.yml': bomb });
    expect(items.map(({ type }) => type)).toEqual(['comment', 'unreadable']);
  });
});

test('Comentario: the front page, a moderator, and a page without a comment', async () => {
  const file = {
    'c.json': JSON.stringify({
      version: 3,
      pages: [
        { id: 'p1', path: '', title: '首页' },
        { id: 'p2', path: '/quiet', isReadonly: true },
      ],
      comments: [
        {
          id: 'c1',
          pageId: 'p1',
          markdown: 'Hi',
          isApproved: true,
          createdTime: '2023-11-15T20:01:12.000Z',
          userCreated: 'u1',
          url: 'https://blog.example.com/#comentario-c1',
        },
      ],
      commenters: [{ id: 'u1', name: '站长', isModerator: true }],
    }),
  };
  const { format, items } = await readTexts(file);
  expect((await readTexts(file, { format: 'comentario' })).items).toEqual(items);
  expect(format).toBe('commento');
  expect(items).toMatchObject([
    { type: 'page', page: { address: '/quiet', base: 'https://blog.example.com' }, isClosed: true },
    { type: 'comment', page: { address: '/', base: 'https://blog.example.com' }, author: { name: '站长', isOwner: true } },
  ]);
});

test('Remark42: a line that is no JSON is refused with its place, and the rest is read', async () => {
  const comment = (id: string): string =>
    JSON.stringify({
      id,
      pid: '',
      text: '<p>好</p>',
      user: { name: '甲' },
      locator: { url: 'https://blog.example.com/' },
      time: '2024-05-01T10:00:00Z',
    });
  const { items } = await readTexts({ 'backup.jsonl': `${comment('1')}\n{"id":\n${comment('2')}\n{"strange":1}\n` });
  expect(items.map((item) => [item.type, 'at' in item ? item.at.line : 0])).toEqual([
    ['comment', 1],
    ['refused', 2],
    ['comment', 3],
    ['unreadable', 4],
  ]);
});
