/**
 * The export of Comentario, version 3 (internal/svc/impex_comentario.go there): pages, comments, commenters. Authors are guests, of
 * whom the name stands in the comment: its accounts have addresses, which are not known of ours.
 */
import { wireTime } from '../../presenters/present-comment.ts';
import type { CommentStatus, Thread } from '../../domain/types.ts';
import type { ExportedComment, ExportSource } from './export-source.ts';
import type { ExportPart } from './export-writer.ts';
import { markdownText } from './exported-text.ts';
import { uuidOfId } from './foreign-ids.ts';
import { pageAddress } from './page-of-thread.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';
const NEVER = '0001-01-01T00:00:00.000Z';

export async function* writeComentario(source: ExportSource): AsyncGenerator<ExportPart> {
  yield { text: '{"version":3,\n"pages":[', comments: 0 };
  let before = '\n';
  for await (const threads of source.threads()) {
    if (threads.length === 0) continue;
    yield { text: `${before}${threads.map((thread) => JSON.stringify(pageRow(source, thread))).join(',\n')}`, comments: 0 };
    before = ',\n';
  }
  yield { text: '],\n"comments":[', comments: 0 };
  before = '\n';
  for await (const page of source.comments()) {
    if (page.length === 0) continue;
    yield { text: `${before}${page.map((one) => JSON.stringify(commentRow(source, one))).join(',\n')}`, comments: page.length };
    before = ',\n';
  }
  yield { text: '],\n"commenters":[]}\n', comments: 0 };
}

/** Its path with what is asked of it; hosts stand in the addresses of comments alone. */
function pathOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
}

function pageRow({ site }: ExportSource, thread: Thread): object {
  const { id, title, closed, createdAt, commentCount } = thread;
  return {
    id: uuidOfId(id),
    domainId: uuidOfId(site.id),
    path: pathOf(pageAddress(site, thread)),
    title,
    isReadonly: closed,
    createdTime: wireTime(createdAt),
    countComments: commentCount,
    countViews: 0,
  };
}

/** What is neither approved nor waiting is rejected there. */
function stateOf(status: CommentStatus): object {
  const isDeleted = status === 'removed' || status === 'purged';
  return { isApproved: status === 'published' || isDeleted, isPending: status === 'pending', isDeleted };
}

function commentRow({ site }: ExportSource, { comment, thread, status, content }: ExportedComment): object {
  const { id, parentId, author, createdAt, editedAt, votes, pinned } = comment;
  const isDeleted = status === 'removed' || status === 'purged';
  const html = isDeleted ? '' : (content?.html ?? '');
  const uuid = uuidOfId(id);
  return {
    id: uuid,
    ...(parentId === null ? {} : { parentId: uuidOfId(parentId) }),
    pageId: uuidOfId(thread.id),
    markdown: isDeleted || content === null ? '' : (markdownText(content) ?? html),
    html,
    score: votes.up - votes.down,
    isSticky: pinned,
    ...stateOf(status),
    createdTime: wireTime(createdAt),
    moderatedTime: NEVER,
    deletedTime: isDeleted ? wireTime(editedAt ?? createdAt) : NEVER,
    editedTime: editedAt === null ? NEVER : wireTime(editedAt),
    userCreated: NOBODY,
    userModerated: NOBODY,
    userDeleted: NOBODY,
    userEdited: NOBODY,
    pendingReason: '',
    authorName: isDeleted ? '' : (author?.name ?? ''),
    authorIP: '',
    authorCountry: '',
    url: `${pageAddress(site, thread)}#comentario-${uuid}`,
  };
}
