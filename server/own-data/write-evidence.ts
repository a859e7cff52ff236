import { createHash } from 'node:crypto';
import type { Lang } from '../../contract/problem.ts';
import type { Site } from '../domain/types.ts';
import { wireTime } from '../presenters/present-comment.ts';
import { escapeHtml } from '../web/escape-html.ts';
import type { OwnDataDeps } from './deps.ts';
import { fieldsOf, STYLE } from './export-html.ts';
import { EXPORT_TEXTS } from './export-texts.ts';
import type { ExportRecord } from './held-sections.ts';
import { EVIDENCE_FORMAT, EVIDENCE_VERSION, type EvidenceManifest, endOf, jsonInPage, partLine } from './evidence-file.ts';
import { auditOf, commentPages, type EvidenceAbout, type EvidenceSpan, evidenceOf, heldOf, subjectOf } from './evidence-records.ts';
import { EVIDENCE_TEXTS } from './evidence-texts.ts';

/** What is asked for. */
export interface EvidenceRequest extends EvidenceSpan {
  site: Site;
  about: EvidenceAbout;
  reason: string;
  /** Who asks, as the file names them. */
  by: string;
  lang: Lang;
}

export interface EvidenceDeps extends Pick<OwnDataDeps, 'store' | 'now'> {
  key: { publicKey: string; sign: (bytes: Uint8Array) => string };
}

export const idOf = (about: EvidenceAbout, site: Site): string => {
  if (about.kind === 'thread') return about.thread.id;
  if (about.kind === 'comment') return about.comment.id;
  return about.kind === 'reader' ? about.reader.id : site.id;
};

/**
 * Evidence as a page that stands by itself, piece by piece: everything once to be read and once as JSON, in parts of a page of records
 * each, and at the end the list of parts with the SHA-256 of each and an Ed25519 signature of the list. So much of it is in memory as
 * one part has.
 */
export async function* writeEvidence(deps: EvidenceDeps, request: EvidenceRequest): AsyncGenerator<string> {
  const { site, about, from, to, reason, by, lang } = request;
  const parts: EvidenceManifest['parts'] = [];
  const part = (name: string, content: string): string => {
    const text = `${partLine(name)}\n${content}\n`;
    parts.push({ name, bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') });
    return text;
  };
  const head: Omit<EvidenceManifest, 'comments' | 'parts'> = {
    ...{ format: EVIDENCE_FORMAT, version: EVIDENCE_VERSION, madeAt: wireTime(deps.now()), by, reason, site: site.id },
    about: { kind: about.kind, id: idOf(about, site) },
    from: from === null ? null : wireTime(from),
    to: to === null ? null : wireTime(to),
    publicKey: deps.key.publicKey,
  };
  yield `<!doctype html>\n${part('head', headOf(head, await subjectOf(deps, about), lang))}`;
  let comments = 0;
  let count = 0;
  for await (const page of commentPages(deps, site, about, request)) {
    if (page.length === 0) continue;
    comments += page.length;
    yield part(`comments-${++count}`, articles('comments', await evidenceOf(deps, page), lang));
  }
  if (about.kind === 'reader') {
    count = 0;
    for await (const page of heldOf(deps, about.reader, request))
      if (page.length > 0) yield part(`reader-${++count}`, articles('reader', page, lang));
  }
  count = 0;
  for await (const page of auditOf(deps, site, about, request))
    if (page.length > 0) yield part(`audit-${++count}`, articles('audit', page, lang));
  const manifest = jsonInPage({ ...head, comments, parts } satisfies EvidenceManifest);
  yield endOf(manifest, deps.key.sign(Buffer.from(manifest)));
}

function headOf(manifest: Omit<EvidenceManifest, 'comments' | 'parts'>, subject: ExportRecord, lang: Lang): string {
  const texts = EVIDENCE_TEXTS[lang];
  const { madeAt, by, reason, site, about, from, to, publicKey } = manifest;
  const facts = { site, about: `${texts.abouts[about.kind]} ${about.id}`, from, to, by, reason, madeAt, publicKey };
  return `<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(texts.title)}</title><style>${STYLE}
article{content-visibility:auto;contain-intrinsic-size:auto 20rem}</style></head>
<body><h1>${escapeHtml(texts.title)}</h1><p>${escapeHtml(texts.intro)}</p>
${fieldsOf(facts, textsFor(lang))}
${fieldsOf(subject, textsFor(lang))}
${recordOf('subject', subject)}`;
}

const textsFor = (lang: Lang) => ({ ...EXPORT_TEXTS[lang], fields: { ...EXPORT_TEXTS[lang].fields, ...EVIDENCE_TEXTS[lang].fields } });

function articles(kind: string, records: readonly ExportRecord[], lang: Lang): string {
  const texts = textsFor(lang);
  return records.map((record) => `<article>${fieldsOf(record, texts)}</article>\n${recordOf(kind, record)}`).join('\n');
}

const recordOf = (kind: string, record: ExportRecord): string =>
  `<script type="application/json" data-kind="${kind}">${jsonInPage(record)}</script>`;
