import { FORMAT_NAMES, type FormatName } from '../../domain/import-formats.ts';
import { checkDatabase } from '../input/database-rows.ts';
import { NotImportable } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { artalk } from './artalk.ts';
import { changyan } from './changyan.ts';
import { commento } from './commento.ts';
import { csv } from './csv.ts';
import { cusdis } from './cusdis.ts';
import { disqus } from './disqus.ts';
import { duoshuo } from './duoshuo.ts';
import { fastcomments } from './fastcomments.ts';
import type { ImportFormat } from './format.ts';
import { giscus } from './giscus.ts';
import { intensedebate } from './intensedebate.ts';
import { isso } from './isso.ts';
import { liangju } from './liangju.ts';
import { remark42 } from './remark42.ts';
import { takeSample } from './sample.ts';
import { staticman } from './staticman.ts';
import { twikoo } from './twikoo.ts';
import { valine } from './valine.ts';
import { waline } from './waline.ts';
import { wordpress } from './wordpress.ts';

/** In the order in which they are asked whether a file is theirs: what is sure of itself first. */
const FORMATS: readonly ImportFormat[] = [
  liangju,
  disqus,
  wordpress,
  intensedebate,
  isso,
  cusdis,
  remark42,
  commento,
  giscus,
  fastcomments,
  artalk,
  twikoo,
  valine,
  waline,
  duoshuo,
  changyan,
  staticman,
  csv,
];

/**
 * The format of files.
 * @param name the one that the person who imports names; null: found by the content.
 * @throws NotImportable `unknown-format` with what was found; `other-format` when the files are not of the named one;
 * `not-a-database` and `damaged` for a database that cannot be opened.
 */
export async function findFormat(entries: readonly SourceEntry[], name: FormatName | null): Promise<ImportFormat> {
  const sample = await takeSample(entries);
  checkDatabase(entries, sample.text);
  const found = FORMATS.find((format) => format.recognises(sample));
  if (name === null) {
    if (found === undefined) throw new NotImportable('unknown-format', { detail: FORMAT_NAMES.join(', ') });
    return found;
  }
  const named = FORMATS.find((format) => format.name === name || format.otherNames?.includes(name) === true);
  if (named === undefined) throw new NotImportable('unknown-format', { detail: FORMAT_NAMES.join(', ') });
  // What is recognised as something else is not forced into the named form; what is not recognised is tried.
  if (found !== undefined && found !== named && found.source !== named.source && !named.recognises(sample))
    throw new NotImportable('other-format', { detail: found.name });
  return named;
}
