import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createRandom } from './random.ts';
import { makeName, makeText } from './texts.ts';

const PER_THREAD = 500;
const REPLIES = 0.4;
const MARKED = 0.1;
const PEOPLE = 5_000;
const BEGIN = Date.UTC(2026, 0, 1);

/** A comment before it is written in the form of a system. */
interface Made {
  number: number;
  thread: number;
  /** null: it answers none. */
  parent: number | null;
  person: number;
  name: string;
  text: string;
  isMarked: boolean;
  at: Date;
  up: number;
  down: number;
}

/** How a system writes its file: what stands before, between and after the comments. */
interface Form {
  head: string;
  between: string;
  tail: string;
  comment(made: Made): string;
}

const page = (thread: number): string => `https://news.example/story-${thread}`;
const bodyOf = ({ text, isMarked, number }: Made): string =>
  isMarked ? `**${text.slice(0, 4)}** ${text} https://news.example/${number}` : text;
const htmlOf = ({ text, isMarked, number }: Made): string =>
  isMarked
    ? `<p><strong>${text.slice(0, 4)}</strong> ${text} <a href="https://news.example/${number}">https://news.example/${number}</a></p>`
    : `<p>${text}</p>`;
const seconds = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');

/** The head of a thread, where the system has them beside their comments. */
const isFirst = ({ number }: Made): boolean => number % PER_THREAD === 0;

export const FORMS = {
  liangju: {
    head: `${JSON.stringify({ format: 'liangju', version: 1 })}\n`,
    between: '\n',
    tail: '\n',
    comment: (made) =>
      JSON.stringify({
        id: String(made.number),
        thread: { key: `story-${made.thread}`, url: page(made.thread), title: `第 ${made.thread} 篇` },
        ...(made.parent === null ? {} : { parentId: String(made.parent) }),
        author: { id: String(made.person), name: made.name },
        body: bodyOf(made),
        createdAt: made.at.toISOString(),
        votes: { up: made.up, down: made.down },
      }),
  },
  waline: {
    head: '{"type":"waline","version":1,"tables":["Comment"],"data":{"Comment":[\n',
    between: ',\n',
    tail: ']}}',
    comment: (made) =>
      JSON.stringify({
        objectId: `w${made.number}`,
        nick: made.name,
        mail: `reader${made.person}@mail.example`,
        link: '',
        comment: htmlOf(made),
        orig: bodyOf(made),
        url: `/story-${made.thread}`,
        ua: 'Mozilla/5.0 (X11; Linux x86_64)',
        ip: '192.0.2.1',
        status: 'approved',
        like: made.up,
        ...(made.parent === null ? {} : { pid: `w${made.parent}`, rid: `w${made.parent}` }),
        insertedAt: made.at.toISOString(),
        createdAt: made.at.toISOString(),
        updatedAt: made.at.toISOString(),
      }),
  },
  artrans: {
    head: '[\n',
    between: ',\n',
    tail: ']',
    comment: (made) =>
      JSON.stringify({
        id: String(made.number + 1),
        rid: made.parent === null ? '0' : String(made.parent + 1),
        content: bodyOf(made),
        ua: 'Mozilla/5.0 (X11; Linux x86_64)',
        ip: '192.0.2.1',
        is_collapsed: 'false',
        is_pending: 'false',
        vote_up: String(made.up),
        vote_down: String(made.down),
        created_at: `${seconds(made.at)} +0000`,
        updated_at: `${seconds(made.at)} +0000`,
        nick: made.name,
        email: `reader${made.person}@mail.example`,
        link: '',
        password: '',
        badge_name: '',
        badge_color: '',
        page_key: `/story-${made.thread}`,
        page_title: `第 ${made.thread} 篇`,
        page_admin_only: 'false',
        site_name: 'News',
        site_urls: 'https://news.example',
      }),
  },
  disqus: {
    head: '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n',
    between: '\n',
    tail: '\n</disqus>\n',
    comment: (made) =>
      `${
        isFirst(made)
          ? `<thread dsq:id="t${made.thread}"><id>story-${made.thread}</id><forum>news</forum><category dsq:id="1"/><link>${page(made.thread)}</link><title>第 ${made.thread} 篇</title><message/><createdAt>${made.at.toISOString()}</createdAt><author><name>News</name><isAnonymous>false</isAnonymous><username>news</username></author><isClosed>false</isClosed><isDeleted>false</isDeleted></thread>\n`
          : ''
      }<post dsq:id="${made.number + 1}"><id>wp_id=${made.number}</id><message><![CDATA[${htmlOf(made)}]]></message><createdAt>${made.at.toISOString()}</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>${made.name}</name><isAnonymous>false</isAnonymous><username>reader${made.person}</username></author><thread dsq:id="t${made.thread}"/>${made.parent === null ? '' : `<parent dsq:id="${made.parent + 1}"/>`}</post>`,
  },
  wordpress: {
    head: '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>News</title><wp:wxr_version>1.2</wp:wxr_version>\n',
    between: '\n',
    tail: '\n</item></channel></rss>\n',
    comment: (made) =>
      `${
        isFirst(made)
          ? `${made.thread === 0 ? '' : '</item>\n'}<item><title>第 ${made.thread} 篇</title><link>${page(made.thread)}</link><content:encoded><![CDATA[${made.text.repeat(20)}]]></content:encoded><wp:post_id>${made.thread + 1}</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\n`
          : ''
      }<wp:comment><wp:comment_id>${made.number + 1}</wp:comment_id><wp:comment_author><![CDATA[${made.name}]]></wp:comment_author><wp:comment_author_email>reader${made.person}@mail.example</wp:comment_author_email><wp:comment_author_url></wp:comment_author_url><wp:comment_author_IP>192.0.2.1</wp:comment_author_IP><wp:comment_date>${seconds(made.at)}</wp:comment_date><wp:comment_date_gmt>${seconds(made.at)}</wp:comment_date_gmt><wp:comment_content><![CDATA[${htmlOf(made)}]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type><wp:comment_parent>${made.parent === null ? 0 : made.parent + 1}</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>`,
  },
} as const satisfies Readonly<Record<string, Form>>;
export type FormName = keyof typeof FORMS;

/**
 * Writes the same comments in every run: 500 a thread, 40 % answers, one in ten with marks and an address.
 * @param bytes the least that the file has; the comments go on until it is reached.
 */
export async function writeForeignFile(file: string, name: FormName, comments: number, bytes = 0): Promise<number> {
  const form: Form = FORMS[name];
  const random = createRandom(11);
  const out = createWriteStream(file);
  out.write(form.head);
  let written = 0;
  let number = 0;
  for (; number < comments || written < bytes; number++) {
    const thread = Math.floor(number / PER_THREAD);
    const parent = thread * PER_THREAD + Math.floor(random() * PER_THREAD);
    const isAnswer = random() < REPLIES;
    const made: Made = {
      number,
      thread,
      // Of two comments the later answers the earlier: no rings.
      parent: isAnswer && parent < number ? parent : null,
      person: Math.floor(random() * PEOPLE),
      name: makeName(random),
      text: makeText(random),
      isMarked: random() < MARKED,
      at: new Date(BEGIN + number * 1_000),
      up: Math.floor(random() ** 4 * 100),
      down: Math.floor(random() ** 6 * 20),
    };
    const text = `${number === 0 ? '' : form.between}${form.comment(made)}`;
    written += Buffer.byteLength(text);
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end(form.tail);
  await once(out, 'finish');
  return number;
}
