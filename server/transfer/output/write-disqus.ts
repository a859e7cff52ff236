/**
 * The XML that Disqus writes, for what reads its exports: first the threads, then the posts. Attributes `dsq:id` name them; the
 * element `id` of a thread is what the site calls it.
 */
import type { Thread } from '../../domain/types.ts';
import type { ExportedComment, ExportSource } from './export-source.ts';
import type { ExportPart } from './export-writer.ts';
import { numberOfId } from './foreign-ids.ts';
import { pageAddress } from './page-of-thread.ts';
import { cdata, escapeXml } from '../../domain/xml-text.ts';

const HEAD = `<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://disqus.com/api/schemas/1.0/disqus.xsd http://disqus.com/api/schemas/1.0/disqus-internals.xsd">
`;

export async function* writeDisqus(source: ExportSource): AsyncGenerator<ExportPart> {
  const forum = escapeXml(source.site.id);
  const category = `<category dsq:id="1"><forum>${forum}</forum><title>General</title><isDefault>true</isDefault></category>\n`;
  yield { text: `${HEAD}${category}`, comments: 0 };
  for await (const threads of source.threads())
    if (threads.length > 0) yield { text: threads.map((thread) => threadElement(source, forum, thread)).join(''), comments: 0 };
  for await (const page of source.comments())
    if (page.length > 0) yield { text: page.map((one) => postElement(one)).join(''), comments: page.length };
  yield { text: '</disqus>\n', comments: 0 };
}

const timeText = (at: number): string => new Date(at).toISOString().replace(/\.\d+/, '');

const authorElement = (email: string, name: string, username: string): string =>
  `<author><email>${escapeXml(email)}</email><name>${escapeXml(name)}</name><isAnonymous>true</isAnonymous><username>${escapeXml(username)}</username></author>`;

function threadElement({ site }: ExportSource, forum: string, thread: Thread): string {
  const { id, key, title, closed, createdAt } = thread;
  return (
    `<thread dsq:id="${numberOfId(id, 0)}"><id>${escapeXml(key)}</id><forum>${forum}</forum><category dsq:id="1"/>` +
    `<link>${escapeXml(pageAddress(site, thread))}</link><title>${escapeXml(title)}</title><message/>` +
    `<createdAt>${timeText(createdAt)}</createdAt>${authorElement('', '', '')}<ipAddress/>` +
    `<isClosed>${closed}</isClosed><isDeleted>false</isDeleted></thread>\n`
  );
}

function postElement({ comment, thread, status, content, reader }: ExportedComment): string {
  const { id, parentId, depth, author, createdAt } = comment;
  const isDeleted = status === 'removed' || status === 'purged';
  const who = content === null ? null : author;
  const parent = parentId === null ? '' : `<parent dsq:id="${numberOfId(parentId, depth - 1)}"/>`;
  return (
    `<post dsq:id="${numberOfId(id, depth)}"><id/><message>${cdata(content?.html ?? '')}</message>` +
    `<createdAt>${timeText(createdAt)}</createdAt><isDeleted>${isDeleted}</isDeleted><isSpam>${status === 'spam'}</isSpam>` +
    `${authorElement(reader?.email ?? '', who?.name ?? '', who?.readerId ?? '')}<ipAddress/>` +
    `<thread dsq:id="${numberOfId(thread.id, 0)}"/>${parent}</post>\n`
  );
}
