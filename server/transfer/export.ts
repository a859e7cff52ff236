/** What a site has, in our own format or in one that other systems read, as texts that follow each other. */
import type { ExportFormat } from '../domain/export-formats.ts';
import type { Store } from '../store/port.ts';
import { type ExportRequest, ExportSource } from './output/export-source.ts';
import type { ExportPart, ExportWriter } from './output/export-writer.ts';
import { writeArtrans } from './output/write-artrans.ts';
import { writeComentario } from './output/write-comentario.ts';
import { writeCsv } from './output/write-csv.ts';
import { writeDisqus } from './output/write-disqus.ts';
import { writeLiangju } from './output/write-liangju.ts';
import { writeWxr } from './output/write-wxr.ts';

export type { ExportPart, ExportRequest };

const WRITERS: Readonly<Record<ExportFormat, ExportWriter>> = {
  liangju: writeLiangju,
  csv: writeCsv,
  wxr: writeWxr,
  artrans: writeArtrans,
  disqus: writeDisqus,
  comentario: writeComentario,
};

/**
 * Writes an export. No more of it is in memory than one page of comments, whatever the site's size; nothing is read before what
 * was read has been taken. What is written meanwhile may be in it or not.
 * @throws what the store throws.
 */
export function exportSite(
  store: Pick<Store, 'comments' | 'threads' | 'readers'>,
  format: ExportFormat,
  request: ExportRequest,
): AsyncGenerator<ExportPart> {
  return WRITERS[format](new ExportSource(store, request));
}
