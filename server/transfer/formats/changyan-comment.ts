/** A comment of 畅言 in any of its forms: each of them has its own names for the same fields. */
import { isRecord } from '../input/json-text.ts';
import { readTime } from '../input/read-time.ts';
import { readCount, readFirstText, readId, readReference, readText } from './field-values.ts';
import type { SourceComment, SourcePage } from './format.ts';
import type { Row } from './json-rows.ts';
import { sourceAuthor } from './source-author.ts';
import { htmlText } from './text-markup.ts';

type Fields = Row['value'];

/** A page as it stands in a comment or around it; null when it does not. */
export function pageOfChangyan(fields: Fields): SourcePage | null {
  // The site's own id of a page says where it is when it is an address or a path.
  const sourceId = readFirstText(fields.topicSourceId, fields.sourceid, fields.topic_source_id);
  const ownAddress = sourceId !== undefined && /^(?:https?:\/)?\//i.test(sourceId) ? sourceId : undefined;
  const address = readFirstText(fields.topicUrl, fields.topic_url, fields.url, ownAddress);
  const title = readFirstText(fields.topicTitle, fields.topic_title, fields.title);
  return address === undefined ? null : { address, ...(title === undefined ? {} : { title }) };
}

/** The id of a comment; empty when it has none. */
export function idOfChangyan(fields: Fields): string {
  return readId(fields.id) || readId(fields.cmtid) || readId(fields.comment_id);
}

/** The copies that the API puts into a comment: of those above it, from the oldest. */
export function copiesIn(fields: Fields): Fields[] {
  if (!Array.isArray(fields.comments)) return [];
  const copies: readonly unknown[] = fields.comments;
  const time = (copy: Fields): number => readTime(copy.create_time, 'UTC') ?? 0;
  return copies.filter(isRecord).sort((a, b) => time(a) - time(b));
}

/** @param parentId what it answers, where it does not say so itself. */
export function commentOfChangyan({ value, at }: Pick<Row, 'value' | 'at'>, page: SourcePage, parentId: string | null): SourceComment {
  const user = isRecord(value.user) ? value.user : {};
  const passport = isRecord(value.passport) ? value.passport : {};
  return {
    type: 'comment',
    at,
    id: idOfChangyan(value),
    page,
    parentId: readReference(value.replyId) ?? readReference(value.replyid) ?? readReference(value.reply_id) ?? parentId,
    author: sourceAuthor({
      id: readReference(passport.user_id) ?? readReference(user.userid),
      name: readFirstText(value.nickname, user.nickname, passport.nickname),
      url: readFirstText(value.userProfileUrl, user.userurl, passport.profile_url),
      avatar: readFirstText(value.iconUrl, user.usericon, passport.img_url),
    }),
    text: htmlText(readText(value.content)),
    createdAt: value.ctime ?? value.create_time,
    state: 'published',
    votes: {
      up: readCount(value.sp ?? value.spcount ?? value.support_count),
      down: readCount(value.op ?? value.opcount ?? value.oppose_count),
    },
  };
}
