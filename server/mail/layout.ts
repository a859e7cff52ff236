import type { Lang } from '../../contract/problem.ts';
import { escapeHtml } from '../web/escape-html.ts';

/** A part of a mail. All texts are plain: the layout escapes them. */
export type MailPart =
  | { kind: 'text'; text: string }
  /** Of less weight, such as why somebody gets the mail. */
  | { kind: 'small'; text: string }
  /** Digits to read off. */
  | { kind: 'code'; code: string }
  /** A button, and in plain text the address. */
  | { kind: 'link'; before?: string; label: string; url: string }
  /** What somebody wrote, with the name above it; `url` null: no link leads there. */
  | { kind: 'quote'; name: string; text: string; label: string; url: string | null }
  /** Links side by side at the end. */
  | { kind: 'links'; links: readonly { label: string; url: string }[] };

export interface MailLayout {
  lang: Lang;
  /** The heading: the site's name. */
  title: string;
  parts: readonly MailPart[];
}

const FONT = 'system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
const INK = '#1f2329';
const FAINT = '#5c626b';
const LINE = '#d9dce1';
const ACCENT = '#b3261e';

/** Colours of dark screens, for the programs that ask; the others show the ones that stand at the tags. */
const DARK = `@media (prefers-color-scheme:dark){.page{background:#17191c!important}.card{background:#1f2226!important;border-color:#3a3f46!important}
.ink,.ink a{color:#e6e8eb!important}.faint,.faint a{color:#a7adb5!important}.quote{border-color:#4a5058!important}.button{background:#ff8a80!important;color:#17191c!important}}`;

/** A text of several lines in HTML. */
const lines = (text: string): string => escapeHtml(text).replace(/\r?\n/g, '<br>');
/** The address of a link as an attribute: http(s) alone. */
const href = (url: string): string => (/^https?:\/\//i.test(url) ? escapeHtml(url) : '');

function quoteHtml({ name, text, label, url }: Extract<MailPart, { kind: 'quote' }>): string {
  const link = `<p class="ink" style="margin:8px 0 0;color:${INK}"><a href="${href(url ?? '')}" style="color:${ACCENT}">${escapeHtml(label)}</a></p>`;
  return `<div class="quote" style="margin:0 0 20px;padding:0 0 0 14px;border-left:3px solid ${LINE}"><p class="ink" style="margin:0 0 4px;font-weight:600;color:${INK};overflow-wrap:anywhere"><bdi>${escapeHtml(name)}</bdi></p><p class="ink" dir="auto" style="margin:0;color:${INK};overflow-wrap:anywhere">${lines(text)}</p>${url === null ? '' : link}</div>`;
}

function htmlOf(part: MailPart): string {
  switch (part.kind) {
    case 'text':
      return `<p class="ink" style="margin:0 0 16px;color:${INK}">${lines(part.text)}</p>`;
    case 'small':
      return `<p class="faint" style="margin:16px 0 0;font-size:13px;color:${FAINT}">${lines(part.text)}</p>`;
    case 'code':
      return `<p class="ink" style="margin:0 0 16px;font-size:28px;font-weight:600;letter-spacing:4px;color:${INK}">${escapeHtml(part.code)}</p>`;
    case 'link':
      return `${part.before === undefined ? '' : `<p class="ink" style="margin:0 0 8px;color:${INK}">${lines(part.before)}</p>`}<p style="margin:0 0 16px"><a class="button" href="${href(part.url)}" style="display:inline-block;padding:9px 20px;border-radius:8px;background:${ACCENT};color:#ffffff;text-decoration:none">${escapeHtml(part.label)}</a></p>`;
    case 'quote':
      return quoteHtml(part);
    case 'links':
      return `<p class="faint" style="margin:12px 0 0;font-size:13px;color:${FAINT}">${part.links.map(({ label, url }) => `<a href="${href(url)}" style="color:${FAINT}">${escapeHtml(label)}</a>`).join(' · ')}</p>`;
  }
}

function textOf(part: MailPart): string {
  switch (part.kind) {
    case 'text':
    case 'small':
      return part.text;
    // It stands in the sentence before.
    case 'code':
      return '';
    case 'link':
      return `${part.before ?? part.label}\n${part.url}`;
    case 'quote':
      return [`${part.name}:`, part.text.replace(/^/gm, '> '), ...(part.url === null ? [] : [part.url])].join('\n');
    case 'links':
      return part.links.map(({ label, url }) => `${label}: ${url}`).join('\n');
  }
}

/** Both forms of a mail, of the same parts. The HTML has its styles at its tags and asks for nothing from outside. */
export function layOut({ lang, title, parts }: MailLayout): { text: string; html: string } {
  const text = parts
    .map(textOf)
    .filter((one) => one !== '')
    .join('\n\n');
  const html = `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(title)}</title>
<style>${DARK}</style></head>
<body class="page" style="margin:0;background:#f4f5f7"><div class="page" lang="${lang}" style="padding:24px 12px;background:#f4f5f7;font:15px/1.65 ${escapeHtml(FONT)}">
<div class="card" style="max-width:560px;margin:0 auto;padding:24px;border:1px solid ${LINE};border-radius:8px;background:#ffffff">
<h1 class="ink" style="margin:0 0 16px;font-size:17px;line-height:1.4;color:${INK};overflow-wrap:anywhere">${escapeHtml(title)}</h1>
${parts.map(htmlOf).join('\n')}
</div></div></body></html>
`;
  return { text: `${text}\n`, html };
}
