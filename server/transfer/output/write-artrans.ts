/**
 * The transfer file of Artalk (internal/entity/artran.go and internal/artransfer/importer.go there): a list of objects whose values
 * are all texts. `rid` is the comment that is answered; a row without the name of its site or the key of its page is left out there.
 */
import type { ExportedComment, ExportSource } from './export-source.ts';
import type { ExportPart } from './export-writer.ts';
import { markdownText } from './exported-text.ts';
import { pageAddress, siteAddresses } from './page-of-thread.ts';

/** What the author of the articles is called there. */
const AUTHOR_BADGE = { badge_name: '博主', badge_color: '#0083ff' };
const NO_BADGE = { badge_name: '', badge_color: '' };

export async function* writeArtrans(source: ExportSource): AsyncGenerator<ExportPart> {
  let before = '[\n';
  for await (const page of source.comments()) {
    if (page.length === 0) continue;
    yield { text: `${before}${page.map((one) => JSON.stringify(rowOf(source, one))).join(',\n')}`, comments: page.length };
    before = ',\n';
  }
  yield { text: before === '[\n' ? '[]\n' : '\n]\n', comments: 0 };
}

/** A time with its zone, as Artalk writes it. */
const timeText = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace(/\..*/, ' +0000');

function rowOf({ site }: ExportSource, { comment, thread, status, content, reader }: ExportedComment): Record<string, string> {
  const { id, parentId, author, createdAt, editedAt, votes } = comment;
  return {
    id,
    rid: parentId ?? '0',
    content: content === null ? '' : (markdownText(content) ?? content.html),
    ua: '',
    ip: '',
    // A place-holder is folded away.
    is_collapsed: String(content === null),
    is_pending: String(status === 'pending'),
    is_pinned: String(comment.pinned),
    vote_up: String(votes.up),
    vote_down: String(votes.down),
    created_at: timeText(createdAt),
    updated_at: timeText(editedAt ?? createdAt),
    nick: content === null ? '' : (author?.name ?? ''),
    email: reader?.email ?? '',
    link: '',
    ...(content !== null && author?.badge === 'author' ? AUTHOR_BADGE : NO_BADGE),
    page_key: pageAddress(site, thread),
    page_title: thread.title,
    page_admin_only: String(thread.closed),
    site_name: site.name.trim() || site.id,
    site_urls: siteAddresses(site).join(','),
  };
}
