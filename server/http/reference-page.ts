import { PROBLEM_TEXT } from '../../contract/problem.ts';
import { PROBLEM_STATUS } from '../domain/problem.ts';
import { escapeHtml } from '../web/escape-html.ts';
import { isObject, type Json } from './openapi-schemas.ts';

/** The style of the reference page. */
export const referencePageCss = `
:root{color-scheme:light dark;--fg:#1f2329;--fg2:#51565d;--bg:#fff;--line:#e5e6eb;--accent:#b3261e}
@media (prefers-color-scheme:dark){:root{--fg:#e6e8eb;--fg2:#b6bbc2;--bg:#17191c;--line:#2c3035;--accent:#ff8a80}}
body{margin:0 auto;max-width:860px;padding:32px 20px 80px;font:16px/1.65 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:var(--fg);background:var(--bg)}
h1{font-size:26px}h2{margin-top:48px;border-bottom:1px solid var(--line);padding-bottom:6px;font-size:19px}
article{padding:14px 0;border-bottom:1px solid var(--line)}
h3{margin:0;font:600 15px/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
h3 b{color:var(--accent);text-transform:uppercase;margin-inline-end:8px}
p{margin:4px 0;color:var(--fg2)}details{margin-top:6px}summary{cursor:pointer}
pre{overflow:auto;padding:12px;border:1px solid var(--line);border-radius:8px;font-size:13px;line-height:1.5}
code{font-size:14px}a{color:inherit}
`;

/** A piece of the document as text; references become links to the schema that they name. */
function source(piece: unknown): string {
  const text = escapeHtml(JSON.stringify(piece, null, 2));
  const linked = text.replace(
    /&quot;\$ref&quot;: &quot;#\/components\/schemas\/(\w+)&quot;/g,
    (_, name: string) => `<a href="#schema-${name}">${name}</a>`,
  );
  return `<pre tabindex="0">${linked}</pre>`;
}

function details(title: string, piece: unknown): string {
  const isEmpty = piece === undefined || (Array.isArray(piece) && piece.length === 0);
  return isEmpty ? '' : `<details><summary>${escapeHtml(title)}</summary>${source(piece)}</details>`;
}

/** What a reference to a shared parameter stands for; anything else as it is. */
function resolved(piece: unknown, parameters: Json): unknown {
  const reference = isObject(piece) ? piece.$ref : undefined;
  return typeof reference === 'string' ? parameters[reference.split('/').at(-1) ?? ''] : piece;
}

function operation(path: string, method: string, row: Json, parameters: Json): string {
  const responses = isObject(row.responses) ? row.responses : {};
  const answers = Object.entries(responses).flatMap(([status, answer]) => {
    if (!isObject(answer) || answer.description === undefined) return [];
    const description = escapeHtml(answer.description).replace(/`([^`]+)`/g, '<code>$1</code>');
    return [`<p><code>${escapeHtml(status)}</code> ${description}</p>${details('content', answer.content)}`];
  });
  const taken = Array.isArray(row.parameters) ? row.parameters.map((one) => resolved(one, parameters)) : [];
  const scope = row.description === undefined ? '' : `<p>${escapeHtml(row.description)}</p>`;
  return `<article><h3><b>${escapeHtml(method)}</b>${escapeHtml(path)}</h3><p>${escapeHtml(row.summary)}</p>${scope}${details('parameters', taken)}${details('body', row.requestBody)}${answers.join('')}</article>`;
}

function schemaSection(schemas: Json): string {
  const rows = Object.entries(schemas).map(
    ([name, schema]) => `<article id="schema-${escapeHtml(name)}"><h3>${escapeHtml(name)}</h3>${source(schema)}</article>`,
  );
  return `<section><h2>schemas</h2>${rows.join('')}</section>`;
}

function problems(): string {
  const rows = Object.entries(PROBLEM_TEXT).map(
    ([code, text]) =>
      `<article id="${escapeHtml(code)}"><h3><b>${problemStatus(code)}</b>${escapeHtml(code)}</h3><p lang="zh-CN">${escapeHtml(text['zh-CN'])}</p><p>${escapeHtml(text.en)}</p></article>`,
  );
  return `<section><h2>problems</h2>${rows.join('')}</section>`;
}

function problemStatus(code: string): string {
  return String(Object.entries(PROBLEM_STATUS).find(([name]) => name === code)?.[1] ?? '');
}

/** A page to read the OpenAPI document and the problems; plain HTML, no script. Links begin with the path of the service. */
export function referencePage(document: Json, basePath: string): string {
  const components = isObject(document.components) ? document.components : {};
  const parameters = isObject(components.parameters) ? components.parameters : {};
  const byTag = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(isObject(document.paths) ? document.paths : {})) {
    for (const [method, row] of Object.entries(isObject(methods) ? methods : {})) {
      if (!isObject(row)) continue;
      const tag = Array.isArray(row.tags) ? String(row.tags[0]) : 'other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), operation(path, method, row, parameters)]);
    }
  }
  const sections = [...byTag].map(([tag, rows]) => `<section><h2>${escapeHtml(tag)}</h2>${rows.join('')}</section>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>两句 Liangju API</title><link rel="stylesheet" href="${basePath}/api/v1/docs.css"></head><body><main><h1><span lang="zh">两句</span> Liangju API</h1><p>OpenAPI 3.1: <a href="${basePath}/api/v1/openapi.json">openapi.json</a></p>${sections.join('')}${problems()}${schemaSection(isObject(components.schemas) ? components.schemas : {})}</main></body></html>`;
}
