import { ERASED_NAME } from '../../contract/erased-name.ts';
import { LANGS, type Lang } from '../../contract/problem.ts';
import { CONFIRM_WITHIN, type MailFollower, NOTICE_WITHIN } from '../domain/mail-follower.ts';
import type { Comment, Site, Thread } from '../domain/types.ts';
import { layOut, type MailPart } from '../mail/layout.ts';
import type { Mail } from '../mail/mail.ts';
import { usableSecret } from '../secrets/usable-secret.ts';
import type { NotifyDeps } from './deps.ts';
import { addressPlace } from './followers.ts';
import { type MailLink, mailLinkToken } from './mail-links.ts';
import { READER_MAIL_TEXT } from './mail-texts.ts';

/** More of an answer stands on its page. */
const LONGEST_QUOTE = 400;
/** Answers that one mail shows; it says how many there are. */
const MOST_QUOTES = 20;
const LONGEST_TITLE = 80;

const cut = (text: string, most: number): string => {
  const signs = [...text];
  return signs.length <= most ? text : `${signs.slice(0, most - 1).join('')}…`;
};
const fill = (text: string, facts: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);

/** Where the page shows the comment (docs/embed.md); null where no address of it is known. */
function permalink({ url }: Pick<Thread, 'url'>, id: string): string | null {
  return /^https?:\/\//.test(url) ? `${url.replace(/#.*$/s, '')}#liangju-${id}` : null;
}

/** An answer that may still be shown to the follower. */
interface Answer {
  comment: Comment;
  text: string;
  name: string;
  thread: Thread | undefined;
}

/** The answers that wait and may still be shown: without what was taken down meanwhile, is too old, is one's own, or was left. */
async function answersFor(deps: NotifyDeps, follower: MailFollower, lang: Lang): Promise<Answer[]> {
  const { leftKinds, leftThreads, readerId, siteId } = follower;
  const recent = (follower.sending?.notices ?? []).filter(({ kind, at }) => !leftKinds.includes(kind) && at > deps.now() - NOTICE_WITHIN);
  const ids = [...new Set(recent.map(({ commentId }) => commentId))];
  if (ids.length === 0) return [];
  const comments = await deps.store.comments.get(ids);
  const threads = await deps.store.threads.get([...new Set([...comments.values()].map(({ threadId }) => threadId))]);
  return ids.flatMap((id) => {
    const comment = comments.get(id);
    if (comment === undefined || comment.published === null || comment.author === null || comment.siteId !== siteId) return [];
    if (comment.author.readerId === readerId || leftThreads.includes(comment.threadId)) return [];
    const name = comment.author.name === '' ? ERASED_NAME[lang] : comment.author.name;
    return [{ comment, text: comment.published.content.text, name, thread: threads.get(comment.threadId) }];
  });
}

/**
 * The mail that a follower is to be sent now. Its text is made when it is sent, so that nothing is in it that was taken down meanwhile.
 * @returns null: there is nothing to say any more, or the address cannot be read since the server's secret is another one.
 */
export async function composeMail(deps: NotifyDeps, site: Site, follower: MailFollower): Promise<Mail | null> {
  const to = usableSecret(follower.email, addressPlace(follower), deps.encryption);
  if (to === null) return null;
  const lang = LANGS.find((one) => one === follower.lang) ?? 'zh-CN';
  const id = `notice-${follower.sending?.id ?? follower.id}`;
  const linkTo = (path: string, link: MailLink): string =>
    `${deps.publicUrl()}${path}?t=${encodeURIComponent(mailLinkToken(deps.secret, follower, link))}`;
  const all = linkTo('/leave', { what: 'all' });
  const texts = READER_MAIL_TEXT[lang];
  if (follower.state === 'asked') {
    if (deps.now() - follower.askedAt > CONFIRM_WITHIN) return null;
    const { subject, body, button, ending, deny } = texts.confirm;
    const facts = { site: site.name };
    const parts: MailPart[] = [
      { kind: 'link', before: fill(body, facts), label: button, url: linkTo('/api/v1/mail/confirm', { what: 'confirm' }) },
      { kind: 'small', text: ending },
      { kind: 'links', links: [{ label: deny, url: all }] },
    ];
    return { to, id, subject: fill(subject, facts), ...layOut({ lang, title: site.name, parts }) };
  }
  const answers = await answersFor(deps, follower, lang);
  const [first] = answers;
  if (first === undefined) return null;
  const t = texts.answers;
  const isOneThread = answers.every(({ comment }) => comment.threadId === first.comment.threadId);
  const facts = { site: site.name, n: String(answers.length), title: cut(first.thread?.title || t.untitled, LONGEST_TITLE) };
  const parts: MailPart[] = [
    { kind: 'text', text: fill(answers.length === 1 ? t.one : t.many, facts) },
    ...answers.slice(0, MOST_QUOTES).map(({ comment, text, name, thread }): MailPart => {
      const url = thread === undefined ? null : permalink(thread, comment.id);
      return { kind: 'quote', name, text: cut(text, LONGEST_QUOTE), label: t.open, url };
    }),
    { kind: 'small', text: fill(t.why, facts) },
    {
      kind: 'links',
      links: [
        ...(isOneThread ? [{ label: t.leaveThread, url: linkTo('/leave', { what: 'thread', threadId: first.comment.threadId }) }] : []),
        { label: t.leaveKind, url: linkTo('/leave', { what: 'kind', kind: 'answer' }) },
        { label: t.leaveAll, url: all },
      ],
    },
  ];
  return {
    to,
    id,
    // Mails about one article are one conversation in the reader's mailbox: all of them answer a message that was never sent.
    ...(isOneThread ? { thread: [`thread-${first.comment.threadId}-${follower.id}`] } : {}),
    subject: fill(isOneThread ? t.subject : t.subjectOfMany, facts),
    leaveUrl: all,
    ...layOut({ lang, title: isOneThread && first.thread?.title ? cut(first.thread.title, LONGEST_TITLE) : site.name, parts }),
  };
}
