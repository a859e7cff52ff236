import type { Lang } from '../../contract/problem.ts';
import { SIGN_IN_PAGE_TEXT } from '../../contract/sign-in-texts.ts';
import { escapeHtml } from '../web/escape-html.ts';

/** What the popup shows and does. */
export interface PopupPage {
  lang: Lang;
  basePath: string;
  /** Why nobody was signed in; null when somebody was. */
  refused: string | null;
  /** What the opener is sent, and to which origin alone; null where that is not known. */
  message: { origin: string; data: unknown } | null;
  /** The title and a sentence where nothing is posted to an opener. */
  done?: { title: string; text: string };
  /** The channel by which our own pages of this browser are notified that it is done. */
  channel?: string;
  /** Instead of closing the window: a link. */
  back?: { href: string; text: string };
  /** What lets the opener fetch the result, where the popup has lost it. */
  ticket: string | null;
}

export const popupCss = `
:root{color-scheme:light dark;--fg:#1f2329;--bg:#fff;--line:#8a9099;--accent:#b3261e}
@media (prefers-color-scheme:dark){:root{--fg:#e6e8eb;--bg:#17191c;--line:#8a9099;--accent:#ff8a80}}
body{margin:0;color:var(--fg);background:var(--bg);font:16px/1.65 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:26em;margin:15vh auto 0;padding:0 20px}
h1{font-size:20px;margin:0 0 8px}p{margin:0 0 16px;overflow-wrap:anywhere}
button,.button{display:inline-flex;align-items:center;box-sizing:border-box;text-decoration:none;min-height:44px;padding:0 20px;border:1px solid var(--line);border-radius:8px;color:inherit;background:transparent;font:inherit;cursor:pointer}
button:focus-visible,.button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
[hidden]{display:none}
`;

/** The script of the popup. It posts the result to its opener; where it has none, it asks whether the page shall have it. */
export const popupScript = `'use strict';
const main = document.querySelector('main');
const { message, ticket, isRefused, channel } = JSON.parse(main.dataset.popup);
const show = (name) => { for (const part of main.querySelectorAll('[data-part]')) part.hidden = part.dataset.part !== name; };
document.querySelector('#close')?.addEventListener('click', () => window.close());
if (channel) {
  new BroadcastChannel(channel).postMessage('done');
  window.close();
} else if (message !== null && window.opener) {
  window.opener.postMessage(message.data, message.origin);
  if (!isRefused) { show('done'); window.close(); }
} else if (!isRefused) {
  show(ticket === null ? 'lost' : 'question');
}
document.querySelector('#confirm')?.addEventListener('click', async (event) => {
  event.currentTarget.disabled = true;
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ticket }) };
  const answer = await fetch(main.dataset.offer, init).catch(() => null);
  show(answer?.ok ? 'done' : 'lost');
  if (answer?.ok) window.close();
});
`;

/** The page of a popup whose sign-in has ended, one way or the other. Without its script it shows what happened. */
export function popupPage({ lang, basePath, refused, message, ticket, done, channel, back }: PopupPage): string {
  const t = SIGN_IN_PAGE_TEXT[lang];
  const folder = `${basePath}/api/v1/auth`;
  const data = JSON.stringify({ message, ticket, isRefused: refused !== null, channel });
  const title = refused !== null ? t.refused : (done?.title ?? t.title);
  const ending =
    back === undefined
      ? `<button id="close" type="button">${escapeHtml(t.close)}</button>`
      : `<a class="button" href="${escapeHtml(back.href)}">${escapeHtml(back.text)}</a>`;
  const question = t.question.replace('{origin}', () => message?.origin ?? '');
  const parts =
    refused !== null
      ? `<h1>${escapeHtml(title)}</h1><p role="alert">${escapeHtml(refused)}</p>`
      : `<h1>${escapeHtml(title)}</h1><p data-part="done" role="status">${escapeHtml(done?.text ?? t.done)}</p>
<div data-part="question" hidden><p>${escapeHtml(question)}</p><p><button id="confirm" type="button">${escapeHtml(t.confirm)}</button></p></div>
<p data-part="lost" role="status" hidden>${escapeHtml(t.lost)}</p>`;
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="${folder}/popup.css"><script defer src="${folder}/popup.js"></script></head>
<body><main data-popup="${escapeHtml(data)}" data-offer="${folder}/offer">${parts}
${ending}</main></body></html>`;
}
