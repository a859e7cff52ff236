import type { CommentStatus } from '../domain/types.ts';
import type { OwnComment, SourceComment, SourceItem, SourcePageFacts } from './formats/format.ts';
import type { Ids } from './ids.ts';
import type { ImportReport } from './import-report.ts';
import type { Place } from './input/not-importable.ts';
import { Outline } from './outline.ts';
import { addressOf, type PageTable } from './page-table.ts';
import type { SkipReason, SpooledComment, SpoolWriter } from './spool.ts';
import type { Includable } from '../domain/includable.ts';
import { spoolComment, spoolOwnComment } from './spool-comment.ts';

/** So many refusals are kept with their places; the others are counted. */
const MOST_REFUSALS = 1_000;
/** So many comments are written at once. */
const AT_ONCE = 200;

interface ReadingDeps {
  ids: Ids;
  pages: PageTable;
  writer: SpoolWriter;
  options: { timeZone: string; include: readonly Includable[] };
  baseUrl: string | null;
}

/** Takes what a format reads: writes down the comments, notes who answers whom, and counts. */
export class ImportReading {
  readonly outline = new Outline();
  readonly pages: PageTable;
  /** Left out before anything is known of them that an answer could hang on. */
  readonly skipped: Partial<Record<SkipReason, number>> = {};
  readonly firstSkipped: ImportReport['firstSkipped'] = {};
  /** Of those that are stored as they are. */
  readonly statuses: Partial<Record<CommentStatus, number>> = {};
  readonly people = new Set<string>();
  readonly refused: ImportReport['refused'] = [];
  readonly notices: ImportReport['notices'] = {};
  records = 0;
  refusedCount = 0;
  #number = 0;
  #batch: SpooledComment[] = [];
  readonly #deps: ReadingDeps;
  readonly #rules: Parameters<typeof spoolComment>[3];

  constructor(deps: ReadingDeps) {
    this.#deps = deps;
    this.pages = deps.pages;
    this.#rules = { ids: deps.ids, timeZone: deps.options.timeZone, include: new Set(deps.options.include) };
  }

  async take(item: SourceItem): Promise<void> {
    if (item.type === 'notice') this.notices[item.notice] ??= item.at;
    else if (item.type === 'page') this.#takePage(item);
    else {
      this.records++;
      if (item.type === 'comment') this.#takeComment(item);
      else if (item.type === 'own') this.#takeOwn(item);
      else {
        if (item.type === 'refused') this.#refuse(item.at, item.why, item.field ?? '');
        this.#skip('unreadable', item.at);
      }
    }
    if (this.#batch.length >= AT_ONCE) await this.flush();
  }

  /** Writes down what has been taken. */
  async flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    await this.#deps.writer.write(batch);
  }

  #takePage({ page, key, type: _, movedFrom = [], ...settings }: SourcePageFacts): void {
    const { address, title = '' } = page;
    const number =
      key === undefined ? this.pages.numberOf(page, { isComment: false }) : this.pages.numberOfKey({ key, url: address, title });
    if (number === null) return;
    this.pages.set(number, settings);
    this.pages.addMovedFrom(number, movedFrom);
  }

  #takeComment(source: SourceComment): void {
    const page = this.pages.numberOf(source.page, { isComment: true });
    if (page === null) {
      this.#skip('no-page', source.at);
      return;
    }
    const pageUrl = addressOf(source.page, this.#deps.baseUrl) ?? '';
    const comment = spoolComment(source, page, pageUrl, this.#rules);
    if (comment === null) this.#skip('unreadable', source.at);
    else this.#note(comment, source.at);
  }

  #takeOwn({ comment, at }: OwnComment): void {
    const page = this.pages.numberOfKey(comment.thread);
    if (!this.#note(spoolOwnComment(comment, page, this.#rules.ids), at)) this.#refuse(at, 'repeated-id', 'id');
  }

  /** False for a second one of the same id. */
  #note(comment: SpooledComment, at: Place): boolean {
    const { id, page, parent = null, root = null, skip = null, author } = comment;
    const number = this.#number + 1;
    if (!this.outline.add({ id, number, page, parentTail: parent, rootTail: root, skip })) {
      this.#skip('repeated', at);
      return false;
    }
    this.#number = number;
    this.#batch.push(comment);
    if (skip !== null) this.firstSkipped[skip] ??= at;
    else this.statuses[comment.status] = (this.statuses[comment.status] ?? 0) + 1;
    if (author !== undefined) this.people.add(author.known.join('\n'));
    return true;
  }

  #skip(reason: SkipReason, at: Place): void {
    this.skipped[reason] = (this.skipped[reason] ?? 0) + 1;
    this.firstSkipped[reason] ??= at;
  }

  #refuse(at: Place, why: ImportReport['refused'][number]['why'], field: string): void {
    this.refusedCount++;
    if (this.refused.length < MOST_REFUSALS) this.refused.push({ at, why, field });
  }
}
