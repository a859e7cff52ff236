import type { Lang } from '../../contract/problem.ts';
import type { StaffCommentTexts } from '../../contract/staff-sign-in-texts.ts';
import { escapeHtml } from '../web/escape-html.ts';

/** The popup in which staff agree that a page comments as them. */
export interface StaffPopup {
  lang: Lang;
  basePath: string;
  site: { id: string; name: string };
  /** Of the page, to which alone the result is posted. */
  origin: string;
  texts: StaffCommentTexts;
}

/** Asks who is signed in, and at the press of the button for a token, which goes to the opener alone. */
export const staffPopupScript = `'use strict';
const main = document.querySelector('main');
const { site, origin, api } = JSON.parse(main.dataset.popup);
const show = (name) => { for (const part of main.querySelectorAll('[data-part]')) part.hidden = part.dataset.part !== name; };
let csrf = '';
async function look() {
  const answer = await fetch(api + '/session').catch(() => null);
  if (answer === null) return show('failed');
  if (!answer.ok) return show('out');
  const session = await answer.json();
  csrf = session.csrfToken;
  document.querySelector('#name').textContent = session.staff.name;
  const may = [...(session.permissions['*'] ?? []), ...(session.permissions[site] ?? [])].includes('moderation.decide');
  show(may ? 'ask' : 'none');
}
for (const again of main.querySelectorAll('.again')) again.addEventListener('click', look);
document.querySelector('#confirm').addEventListener('click', async (event) => {
  if (!window.opener) return show('lost');
  const button = event.currentTarget;
  button.disabled = true;
  const init = { method: 'POST', headers: { 'content-type': 'application/json', 'x-csrf-token': csrf }, body: JSON.stringify({ site }) };
  const answer = await fetch(api + '/comment-tokens', init).catch(() => null);
  button.disabled = false;
  if (answer === null || !answer.ok) return answer?.status === 401 ? show('out') : show('failed');
  const { reader, readerToken } = await answer.json();
  window.opener.postMessage({ type: 'liangju:sign-in', reader, readerToken }, origin);
  show('done');
  window.close();
});
void look();
`;

/** The page; without its script nothing happens. */
export function staffPopupPage({ lang, basePath, site, origin, texts: t }: StaffPopup): string {
  const api = `${basePath}/api/v1/staff`;
  const data = JSON.stringify({ site: site.id, origin, api });
  const filled = (text: string): string => escapeHtml(text.replace('{site}', () => site.name).replace('{origin}', () => origin));
  const again = `<button class="again" type="button">${escapeHtml(t.again)}</button>`;
  const [before = '', after = ''] = t.ask.split('{name}');
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(t.title)}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="${basePath}/api/v1/auth/popup.css"><script defer src="${basePath}/api/v1/auth/staff/popup.js"></script></head>
<body><main data-popup="${escapeHtml(data)}"><h1>${escapeHtml(t.title)}</h1>
<div data-part="ask" hidden><p>${filled(before)}<bdi id="name"></bdi>${filled(after)}</p><p><button id="confirm" type="button">${escapeHtml(t.confirm)}</button></p></div>
<div data-part="out" hidden><p>${escapeHtml(t.out)}</p><p><a class="button" href="${basePath}/admin/" target="_blank" rel="noopener">${escapeHtml(t.console)}</a> ${again}</p></div>
<div data-part="none" hidden><p role="alert">${filled(t.none)}</p></div>
<div data-part="failed" hidden><p role="alert">${escapeHtml(t.failed)}</p><p>${again}</p></div>
<p data-part="lost" role="alert" hidden>${escapeHtml(t.lost)}</p>
<p data-part="done" role="status" hidden>${escapeHtml(t.done)}</p></main></body></html>`;
}
