/** What distinguishes one text of a comment from its others. */
interface TextOfRevision {
  /** The revision that brought it. */
  revision: number;
  body: string;
}

/**
 * The text that a comment had at a revision: the last that came with it or before.
 * @param texts oldest first.
 */
export function textAt<T extends TextOfRevision>(texts: readonly T[], revision: number): T | undefined {
  return texts.findLast((text) => text.revision <= revision);
}

/**
 * The texts that reports were made on and that the comment no longer has, oldest first, each once.
 * @param texts all that the comment has had, oldest first, the latest included.
 */
export function replacedAfterReports<T extends TextOfRevision>(texts: readonly T[], reports: readonly { revision: number }[]): T[] {
  const reported = new Set(reports.map(({ revision }) => textAt(texts, revision)));
  const latest = texts.at(-1);
  return texts.filter((text) => reported.has(text) && text.body !== latest?.body);
}
