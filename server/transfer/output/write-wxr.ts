/**
 * WordPress's own export (WXR 1.2), with the fields that its importer and that of Disqus read: an item for each page, its comments
 * in it. Times are UTC.
 */
import type { CommentStatus, Thread } from '../../domain/types.ts';
import type { ExportedComment, ExportSource } from './export-source.ts';
import type { ExportPart } from './export-writer.ts';
import { numberOfId } from './foreign-ids.ts';
import { pageAddress, siteAddresses } from './page-of-thread.ts';
import { wordpressText } from './wordpress-text.ts';
import { cdata, escapeXml } from '../../domain/xml-text.ts';

/** Who has written the pages, which WordPress wants to know; the importer asks for whom to take. */
const WRITER = 'admin';

const APPROVED: Readonly<Record<CommentStatus, string>> = {
  published: '1',
  pending: '0',
  spam: 'spam',
  rejected: 'trash',
  removed: 'trash',
  purged: 'trash',
};

export async function* writeWxr(source: ExportSource): AsyncGenerator<ExportPart> {
  yield { text: headOf(source), comments: 0 };
  for await (const threads of source.threads())
    for (const thread of threads) {
      let isBegun = false;
      for await (const page of source.commentsOf(thread)) {
        if (page.length === 0) continue;
        const begin = isBegun ? '' : itemBegin(source, thread);
        isBegun = true;
        yield { text: `${begin}${page.map(commentElement).join('')}`, comments: page.length };
      }
      if (isBegun) yield { text: '</item>\n', comments: 0 };
    }
  yield { text: '</channel>\n</rss>\n', comments: 0 };
}

const timeText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

function headOf({ site }: ExportSource): string {
  const [address = ''] = siteAddresses(site);
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dsq="http://www.disqus.com/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>${escapeXml(site.name)}</title>
<link>${escapeXml(address)}</link>
<description></description>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>${escapeXml(address)}</wp:base_site_url>
<wp:base_blog_url>${escapeXml(address)}</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login>${cdata(WRITER)}</wp:author_login><wp:author_email></wp:author_email><wp:author_display_name>${cdata(WRITER)}</wp:author_display_name><wp:author_first_name></wp:author_first_name><wp:author_last_name></wp:author_last_name></wp:author>
`;
}

function itemBegin({ site }: ExportSource, thread: Thread): string {
  const { id, key, title, closed, createdAt } = thread;
  const address = escapeXml(pageAddress(site, thread));
  // A post without title and text would be refused there.
  const link = `<a href="${address}">${escapeXml(title) || address}</a>`;
  return `<item>
<title>${cdata(title)}</title>
<link>${address}</link>
<pubDate>${new Date(createdAt).toUTCString().replace('GMT', '+0000')}</pubDate>
<dc:creator>${cdata(WRITER)}</dc:creator>
<guid isPermaLink="false">${address}</guid>
<description></description>
<content:encoded>${cdata(link)}</content:encoded>
<excerpt:encoded></excerpt:encoded>
<dsq:thread_identifier>${escapeXml(key)}</dsq:thread_identifier>
<wp:post_id>${numberOfId(id, 0)}</wp:post_id>
<wp:post_date>${timeText(createdAt)}</wp:post_date>
<wp:post_date_gmt>${timeText(createdAt)}</wp:post_date_gmt>
<wp:comment_status>${closed ? 'closed' : 'open'}</wp:comment_status>
<wp:ping_status>closed</wp:ping_status>
<wp:post_name></wp:post_name>
<wp:status>publish</wp:status>
<wp:post_parent>0</wp:post_parent>
<wp:menu_order>0</wp:menu_order>
<wp:post_type>post</wp:post_type>
<wp:post_password></wp:post_password>
<wp:is_sticky>0</wp:is_sticky>
`;
}

function commentElement({ comment, status, content, reader }: ExportedComment): string {
  const { id, parentId, depth, author, createdAt } = comment;
  const name = content === null ? '' : (author?.name ?? '');
  return `<wp:comment>
<wp:comment_id>${numberOfId(id, depth)}</wp:comment_id>
<wp:comment_author>${cdata(name)}</wp:comment_author>
<wp:comment_author_email>${escapeXml(reader?.email ?? '')}</wp:comment_author_email>
<wp:comment_author_url></wp:comment_author_url>
<wp:comment_author_IP></wp:comment_author_IP>
<wp:comment_date>${timeText(createdAt)}</wp:comment_date>
<wp:comment_date_gmt>${timeText(createdAt)}</wp:comment_date_gmt>
<wp:comment_content>${cdata(wordpressText(content?.html ?? ''))}</wp:comment_content>
<wp:comment_approved>${APPROVED[status]}</wp:comment_approved>
<wp:comment_type>comment</wp:comment_type>
<wp:comment_parent>${parentId === null ? '0' : numberOfId(parentId, depth - 1)}</wp:comment_parent>
<wp:comment_user_id>0</wp:comment_user_id>
</wp:comment>
`;
}
