/** A row of Artalk's transfer files, or of its database joined to look like one. */
import { readCount, readFlag, readId, readOptionalText, readReference, readText } from './field-values.ts';
import type { SourceAuthor, SourceComment, SourcePage, SourceUnreadable } from './format.ts';
import type { Row } from './json-rows.ts';
import { withoutLeadingMention } from './leading-mention.ts';
import { sourceAuthor } from './source-author.ts';
import { htmlOrMarkdownText } from './text-markup.ts';

/** What Artalk's own converters write where there is no address. */
const NO_ADDRESS = 'anonymous@example.org';
/** The badges that its settings propose for administrators. */
const OWNER_BADGES = new Set(['管理员', '管理員', '博主', '站长', '站長', 'admin', 'administrator', 'owner']);

/** The comment in a row. */
export function commentOfArtalk({ value, at }: Pick<Row, 'value' | 'at'>): SourceComment | SourceUnreadable {
  if (value.content === undefined) return { type: 'unreadable', at };
  return {
    type: 'comment',
    at,
    id: readId(value.id),
    page: pageOfArtalk(value),
    parentId: readReference(value.rid),
    rootId: readReference(value.root_id),
    author: authorOf(value),
    text: htmlOrMarkdownText(withoutLeadingMention(readText(value.content)).text),
    createdAt: value.created_at ?? value.date,
    state: readOptionalText(value.deleted_at) !== undefined ? 'deleted' : readFlag(value.is_pending) ? 'pending' : 'published',
    votes: { up: readCount(value.vote_up), down: readCount(value.vote_down) },
    isPinned: readFlag(value.is_pinned),
  };
}

/** The page in a row. */
export function pageOfArtalk(value: Row['value']): SourcePage {
  // A list of addresses, of which the first is the site's own.
  const base = readOptionalText(readText(value.site_urls).split(',')[0]);
  const title = readOptionalText(value.page_title);
  return {
    address: readOptionalText(value.page_key) ?? '',
    ...(base === undefined ? {} : { base }),
    ...(title === undefined ? {} : { title }),
  };
}

function authorOf(value: Row['value']): SourceAuthor {
  const email = readOptionalText(value.email);
  const badge = readText(value.badge_name).trim().toLowerCase();
  return sourceAuthor({
    id: readReference(value.user_id),
    name: value.nick,
    email: email === NO_ADDRESS ? undefined : email,
    url: value.link,
    isOwner: readFlag(value.is_admin) || OWNER_BADGES.has(badge),
  });
}
