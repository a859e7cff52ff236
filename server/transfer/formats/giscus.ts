/** Discussions of GitHub, as its GraphQL interface gives them: the comments of giscus. Answers are one level deep. */
import { isRecord } from '../input/json-text.ts';
import { readJsonRecords } from '../input/json-records.ts';
import type { Place } from '../input/not-importable.ts';
import { firstText, readCount, readFlag, readList, readRecord, readText } from './field-values.ts';
import type { ImportFormat, SourceComment, SourceItem, SourcePage } from './format.ts';
import { fieldNames, placesIn } from './json-rows.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Who belongs to the repository. */
const STAFF = new Set(['OWNER', 'MEMBER', 'COLLABORATOR']);

export const giscus: ImportFormat = {
  name: 'giscus',
  source: 'giscus',
  recognises(sample) {
    const names = fieldNames(sample);
    const isAnswer = names.has('data') && (names.has('discussions') || names.has('discussion'));
    return isAnswer || (names.has('comments') && (names.has('upvoteCount') || names.has('bodyHTML')) && names.has('createdAt'));
  },
  async *read(entries) {
    for (const entry of entries) {
      const place = placesIn(entries, entry);
      // Of a discussion that is alone, the comments are the outermost list: what is beside them says which page it is.
      const alone: Record<string, unknown> = {};
      const comments: { comment: Fields; at: Place }[] = [];
      for await (const items of readJsonRecords(entry))
        for (const item of items) {
          const at = place(item.line);
          if ('why' in item) yield { type: 'refused', at, why: item.why };
          else if (!item.isRecord) noteField(alone, item.path, item.value);
          else if (/(?:^|\.)discussion\.comments\.nodes$/.test(item.path)) comments.push({ comment: readRecord(item.value), at });
          else yield* discussionsIn(item.value, at);
        }
      if (comments.length > 0) yield* discussionOf(alone, comments);
    }
  },
};

function noteField(alone: Record<string, unknown>, path: string, value: unknown): void {
  const found = /(?:^|\.)discussion\.(title|body|locked)$/.exec(path);
  if (found?.[1] !== undefined) alone[found[1]] = value;
}

/** A discussion, or an answer of the interface with some in it. */
function* discussionsIn(value: unknown, at: Place): Generator<SourceItem> {
  if (!isRecord(value)) {
    yield { type: 'unreadable', at };
    return;
  }
  const { data, repository, discussions, discussion } = value;
  const inner = [data, repository, discussion].find(isRecord);
  if (value.comments !== undefined)
    yield* discussionOf(
      value,
      nodesOf(value.comments).map((comment) => ({ comment: readRecord(comment), at })),
    );
  else if (discussions !== undefined) for (const one of nodesOf(discussions)) yield* discussionsIn(one, at);
  else if (inner !== undefined) yield* discussionsIn(inner, at);
}

/** What a list of the interface holds. */
function nodesOf(connection: unknown): readonly unknown[] {
  return Array.isArray(connection) ? connection : readList(readRecord(connection).nodes);
}

function* discussionOf(discussion: Fields, comments: readonly { comment: Fields; at: Place }[]): Generator<SourceItem> {
  const page = { address: addressOf(readText(discussion.title), readText(discussion.body)), title: readText(discussion.title) };
  if (page.address !== '') yield { type: 'page', page, isClosed: readFlag(discussion.locked) };
  for (const { comment, at } of comments) {
    const top = commentOf(comment, page, null, at);
    yield top;
    for (const reply of nodesOf(comment.replies).map(readRecord)) yield commentOf(reply, page, top.id, at);
  }
}

function commentOf(comment: Fields, page: SourcePage, top: string | null, at: Place): SourceComment {
  const author = readRecord(comment.author);
  const isDeleted = readText(comment.deletedAt) !== '';
  const body = readText(comment.body);
  return {
    type: 'comment',
    at,
    id: readText(comment.id),
    page,
    parentId: top === null ? null : firstText(readRecord(comment.replyTo).id, top),
    rootId: top,
    author: isDeleted
      ? null
      : {
          id: readText(author.login),
          name: readText(author.login),
          url: readText(author.url),
          avatar: readText(author.avatarUrl),
          isOwner: STAFF.has(readText(comment.authorAssociation)),
        },
    text: isDeleted
      ? { markup: 'plain', text: '' }
      : body !== ''
        ? { markup: 'markdown', text: body }
        : { markup: 'html', text: readText(comment.bodyHTML) },
    createdAt: comment.createdAt,
    editedAt: comment.lastEditedAt,
    state: isDeleted ? 'deleted' : readFlag(comment.isMinimized) ? 'pending' : 'published',
    votes: { up: readCount(comment.upvoteCount), down: 0 },
  };
}

/**
 * The page of a discussion: the address that giscus writes below the text, alone in its line, else the title where it is a path without
 * the slash before it, as giscus makes it (`index` for the front page); empty where it is neither.
 */
function addressOf(title: string, body: string): string {
  const address = [...body.matchAll(/^[ \t]*<?(https?:\/\/[^\s<>]+)>?[ \t]*\r?$/gm)].at(-1)?.[1];
  if (address !== undefined) return address;
  const name = title.trim();
  if (name === 'index') return '/';
  const isPath = /^\S+$/.test(name) && (name.includes('/') || /^[a-z\d][a-z\d._~-]*$/.test(name));
  if (!isPath) return '';
  return /^https?:\/\//i.test(name) ? name : `/${name.replace(/^\/+/, '')}`;
}
