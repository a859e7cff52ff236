/** The formats that comments can be imported from, as `--format` names them. */
export const FORMAT_NAMES = [
  'liangju',
  'valine',
  'waline',
  'twikoo',
  'artalk',
  'disqus',
  'wordpress',
  'remark42',
  'isso',
  'commento',
  'comentario',
  'cusdis',
  'duoshuo',
  'changyan',
  'giscus',
  'fastcomments',
  'staticman',
  'intensedebate',
  'csv',
] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];
