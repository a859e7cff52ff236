import { MAIL_PAGE_TEXT } from '../../contract/mail-page-texts.ts';
import type { Lang } from '../../contract/problem.ts';
import { escapeHtml } from '../web/escape-html.ts';

/** A page that a link in a mail leads to. It works without a script. */
export interface MailPage {
  lang: Lang;
  basePath: string;
  /** What the link is for; null: it is none of ours. */
  what: 'confirm' | 'all' | 'kind' | 'thread' | null;
  /** `ask`: it has a button, since programs that look through mail open links too. */
  state: 'ask' | 'done' | 'gone';
  /** Where the button posts to. */
  action: string;
}

/** The page. */
export function mailPage({ lang, basePath, what, state, action }: MailPage): string {
  const texts = MAIL_PAGE_TEXT[lang];
  const t = what === null ? null : texts[what];
  const title = t?.title ?? texts.none;
  const sentence = t === null ? texts.none : state === 'gone' ? texts.gone : state === 'done' ? t.done : t.question;
  const form =
    t === null || state !== 'ask'
      ? ''
      : `<form method="post" action="${escapeHtml(action)}"><button type="submit">${escapeHtml(t.button)}</button></form>`;
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="${basePath}/api/v1/auth/popup.css"></head>
<body><main>${t === null ? '' : `<h1>${escapeHtml(title)}</h1>`}<p role="status">${escapeHtml(sentence)}</p>${form}</main></body></html>`;
}
