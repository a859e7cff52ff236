import type { Lang } from './problem.ts';

/** The pages that links in mails lead to, by what the link is for. */
interface MailPageTexts {
  confirm: Readonly<Record<'title' | 'question' | 'button' | 'done', string>>;
  all: Readonly<Record<'title' | 'question' | 'button' | 'done', string>>;
  kind: Readonly<Record<'title' | 'question' | 'button' | 'done', string>>;
  thread: Readonly<Record<'title' | 'question' | 'button' | 'done', string>>;
  /** The link is none of ours, or was not copied whole. */
  none: string;
  /** It was good once. */
  gone: string;
}

export const MAIL_PAGE_TEXT: { readonly [L in Lang]: MailPageTexts } = {
  'zh-CN': {
    confirm: {
      title: '确认邮箱',
      question: '确认后，有人回复你的评论时，会发邮件到这个邮箱。每封邮件里都能退订。',
      button: '确认接收',
      done: '好了。有人回复你的评论时，你会收到邮件。',
    },
    all: {
      title: '退订邮件',
      question: '退订后，这个评论区不再给你发任何邮件。',
      button: '全部退订',
      done: '已退订，不会再有邮件。',
    },
    kind: {
      title: '不再接收回复提醒',
      question: '确定后，有人回复你的评论时不再发邮件。',
      button: '不再接收',
      done: '好了，不再给你发回复提醒。',
    },
    thread: {
      title: '这篇文章不再提醒',
      question: '确定后，这篇文章下的回复不再发邮件，其他文章照常。',
      button: '不再提醒',
      done: '好了，这篇文章不再提醒。',
    },
    none: '这个链接不完整，请从邮件里重新打开。',
    gone: '这个链接已经失效。需要的话，请回到评论区重新打开回复提醒。',
  },
  'zh-TW': {
    confirm: {
      title: '確認信箱',
      question: '確認後，有人回覆您的留言時，會寄郵件到這個信箱。每封郵件裡都能取消訂閱。',
      button: '確認接收',
      done: '好了。有人回覆您的留言時，您會收到郵件。',
    },
    all: {
      title: '取消訂閱郵件',
      question: '取消後，這個留言區不再寄任何郵件給您。',
      button: '全部取消訂閱',
      done: '已取消訂閱，不會再有郵件。',
    },
    kind: {
      title: '不再接收回覆通知',
      question: '確定後，有人回覆您的留言時不再寄郵件。',
      button: '不再接收',
      done: '好了，不再寄回覆通知給您。',
    },
    thread: {
      title: '這篇文章不再通知',
      question: '確定後，這篇文章下的回覆不再寄郵件，其他文章照常。',
      button: '不再通知',
      done: '好了，這篇文章不再通知。',
    },
    none: '這個連結不完整，請從郵件裡重新開啟。',
    gone: '這個連結已經失效。需要的話，請回到留言區重新開啟回覆通知。',
  },
  en: {
    confirm: {
      title: 'Confirm your address',
      question: 'Once confirmed, you get a mail when somebody answers your comment. Every mail lets you leave.',
      button: 'Confirm',
      done: 'Done. You will get a mail when somebody answers your comment.',
    },
    all: {
      title: 'Leave all mail',
      question: 'After this the comments here send you no mail at all.',
      button: 'Leave',
      done: 'Done. There will be no more mail.',
    },
    kind: {
      title: 'No more mail about answers',
      question: 'After this you get no mail when somebody answers your comment.',
      button: 'Leave',
      done: 'Done. There will be no more mail about answers.',
    },
    thread: {
      title: 'No more mail about this article',
      question: 'After this you get no mail about answers below this article; others go on.',
      button: 'Leave',
      done: 'Done. There will be no more mail about this article.',
    },
    none: 'This link is not whole. Please open it from the mail again.',
    gone: 'This link is not good any more. If you like, ask for mail again in the comments.',
  },
};
