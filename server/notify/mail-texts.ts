import type { Lang } from '../../contract/problem.ts';

/** The texts of mails to readers. */
export interface ReaderMailTexts {
  confirm: { subject: string; body: string; button: string; ending: string; deny: string };
  answers: {
    /** `{title}`: of the article. */
    subject: string;
    /** Of several articles. `{n}`, `{site}`. */
    subjectOfMany: string;
    one: string;
    many: string;
    open: string;
    why: string;
    leaveThread: string;
    leaveKind: string;
    leaveAll: string;
    untitled: string;
  };
}

export const READER_MAIL_TEXT: { readonly [L in Lang]: ReaderMailTexts } = {
  'zh-CN': {
    confirm: {
      subject: '确认在“{site}”接收回复提醒',
      body: '有人在“{site}”的评论区填了这个邮箱，希望有人回复时收到邮件。如果是你，请确认：',
      button: '确认接收',
      ending: '如果不是你本人，不必理会，不会再有别的邮件。链接七天内有效。',
      deny: '不是我，别再问这个邮箱',
    },
    answers: {
      subject: '“{title}”有人回复了你',
      subjectOfMany: '你在“{site}”的评论有 {n} 条新回复',
      one: '有人回复了你的评论：',
      many: '你的评论有 {n} 条新回复：',
      open: '查看并回复',
      why: '你在“{site}”的评论区打开了回复提醒，所以收到这封邮件。',
      leaveThread: '这篇文章不再提醒',
      leaveKind: '不再接收回复提醒',
      leaveAll: '全部退订',
      untitled: '一篇文章',
    },
  },
  'zh-TW': {
    confirm: {
      subject: '確認在「{site}」接收回覆通知',
      body: '有人在「{site}」的留言區填了這個信箱，希望有人回覆時收到郵件。如果是您，請確認：',
      button: '確認接收',
      ending: '如果不是您本人，不必理會，不會再有其他郵件。連結七天內有效。',
      deny: '不是我，別再詢問這個信箱',
    },
    answers: {
      subject: '「{title}」有人回覆了您',
      subjectOfMany: '您在「{site}」的留言有 {n} 則新回覆',
      one: '有人回覆了您的留言：',
      many: '您的留言有 {n} 則新回覆：',
      open: '檢視並回覆',
      why: '您在「{site}」的留言區開啟了回覆通知，所以收到這封郵件。',
      leaveThread: '這篇文章不再通知',
      leaveKind: '不再接收回覆通知',
      leaveAll: '全部取消訂閱',
      untitled: '一篇文章',
    },
  },
  en: {
    confirm: {
      subject: 'Confirm mail about answers on {site}',
      body: 'Somebody gave this address in the comments of {site}, to be mailed when there is an answer. If that was you, please confirm:',
      button: 'Confirm',
      ending: 'If it was not you, ignore this mail: there will be no other. The link is good for seven days.',
      deny: 'It was not me: do not ask again',
    },
    answers: {
      subject: 'An answer to you on “{title}”',
      subjectOfMany: '{n} new answers to your comments on {site}',
      one: 'Somebody answered your comment:',
      many: 'There are {n} new answers to your comments:',
      open: 'Open and answer',
      why: 'You get this mail because you asked for it in the comments of {site}.',
      leaveThread: 'No more about this article',
      leaveKind: 'No more about answers',
      leaveAll: 'No mail at all',
      untitled: 'an article',
    },
  },
};
