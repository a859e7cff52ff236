import type { FormatName } from '../../server/domain/import-formats.ts';
import { texts } from './all.ts';

/** Names that are the same in every language. */
const NAMES = {
  valine: 'Valine',
  waline: 'Waline',
  twikoo: 'Twikoo',
  artalk: 'Artalk',
  disqus: 'Disqus',
  wordpress: 'WordPress',
  remark42: 'Remark42',
  isso: 'Isso',
  commento: 'Commento',
  comentario: 'Comentario',
  cusdis: 'Cusdis',
  giscus: 'giscus',
  fastcomments: 'FastComments',
  staticman: 'Staticman',
  intensedebate: 'IntenseDebate',
  csv: 'CSV',
} as const satisfies Partial<Record<FormatName, string>>;

/** What a format is called; the service may know more of them than this console. */
export function formatName(name: string): string {
  const all: Readonly<Record<string, string>> = { ...NAMES, ...texts().imports.formats };
  return all[name] ?? name;
}
