import type { ReasonCode } from '../../server/domain/decision-words.ts';
import type { LateCatalogue } from '../i18n/zh-CN-late.ts';

/** A report that a reader is about to make. */
export interface Report {
  t: LateCatalogue;
  /** The box. */
  root: HTMLElement;
  send(reason: ReasonCode): Promise<void>;
  /** Shows in a place when reports are answered, where the site says so. */
  showAnswerTime: (place: Element | null) => void;
  /** Shows a sentence in the status line. */
  announce: (sentence: string) => void;
}

/** What the file `report.js` holds. */
export interface ReportFile {
  openReport(report: Report): void;
}
