import type { Lang } from '../../contract/problem.ts';
import { escapeHtml } from '../web/escape-html.ts';
import { EXPORT_TEXTS, type ExportTexts } from './export-texts.ts';
import type { ExportRecord, ExportValue, ReaderExport } from './held-sections.ts';

export const STYLE = `body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
article{border-top:1px solid #8886;padding:.75rem 0}dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0}
dt{opacity:.7}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}ul{margin:0;padding-inline-start:1.2rem}
@media(max-width:36rem){dl{grid-template-columns:1fr}dd{margin-block-end:.4rem}}`;

/** The export as a page that stands by itself, piece by piece: no scripts, nothing from elsewhere. */
export async function* exportHtml({ head, sections }: ReaderExport, lang: Lang): AsyncGenerator<string> {
  const texts = EXPORT_TEXTS[lang];
  const intro = texts.intro.replace('{site}', () => String(head.site.name)).replace('{time}', () => head.exportedAt);
  yield `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(texts.title)}</title><style>${STYLE}</style></head>
<body><h1>${escapeHtml(texts.title)}</h1><p>${escapeHtml(intro)}</p>
<h2>${escapeHtml(texts.account)}</h2>${fieldsOf(head.reader, texts)}`;
  for (const { name, records } of sections) {
    yield `\n<h2>${escapeHtml(texts.sections[name])}</h2>`;
    let isEmpty = true;
    for await (const record of records) {
      isEmpty = false;
      yield `\n<article>${fieldsOf(record, texts)}</article>`;
    }
    if (isEmpty) yield `<p>${escapeHtml(texts.none)}</p>`;
  }
  yield '\n</body></html>\n';
}

/** A record as a list of its fields; what is empty is left out. */
export function fieldsOf(record: ExportRecord, texts: ExportTexts): string {
  const rows = Object.entries(record)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `<dt>${escapeHtml(texts.fields[name] ?? name)}</dt><dd>${shownAs(value, texts)}</dd>`);
  return `<dl>${rows.join('')}</dl>`;
}

const isList = (value: ExportValue): value is readonly ExportValue[] => Array.isArray(value);

function shownAs(value: ExportValue, texts: ExportTexts): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return escapeHtml(value ? texts.yes : texts.no);
  if (typeof value !== 'object') return escapeHtml(String(value));
  if (isList(value))
    return value.length === 0 ? escapeHtml(texts.none) : `<ul>${value.map((one) => `<li>${shownAs(one, texts)}</li>`).join('')}</ul>`;
  return fieldsOf(value, texts);
}
