import type { Lang } from '../../contract/problem.ts';

/** The words of a feed. `title` is that of an article, null while it is not known. */
export interface FeedTexts {
  /** What a feed is called. */
  feed: (site: string, title: string | null) => string;
  /** What a comment is called. */
  comment: (author: string, title: string | null) => string;
  /** What an answer is called. */
  answer: (author: string, title: string | null) => string;
}

export const FEED_TEXTS: Readonly<Record<Lang, FeedTexts>> = {
  'zh-CN': {
    feed: (site, title) => (title === null ? `${site}：最新评论` : `《${title}》的评论 - ${site}`),
    comment: (author, title) => (title === null ? `${author} 发表了评论` : `${author} 评论了《${title}》`),
    answer: (author, title) => (title === null ? `${author} 发表了回复` : `${author} 在《${title}》下回复`),
  },
  'zh-TW': {
    feed: (site, title) => (title === null ? `${site}：最新留言` : `〈${title}〉的留言 - ${site}`),
    comment: (author, title) => (title === null ? `${author} 發表了留言` : `${author} 在〈${title}〉留言`),
    answer: (author, title) => (title === null ? `${author} 發表了回覆` : `${author} 在〈${title}〉回覆`),
  },
  en: {
    feed: (site, title) => (title === null ? `${site}: latest comments` : `Comments on “${title}” - ${site}`),
    comment: (author, title) => (title === null ? `${author} commented` : `${author} on “${title}”`),
    answer: (author, title) => (title === null ? `${author} replied` : `${author} replied on “${title}”`),
  },
};
