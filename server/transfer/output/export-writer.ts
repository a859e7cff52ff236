import type { ExportSource } from './export-source.ts';

/** A piece of an export. */
export interface ExportPart {
  text: string;
  /** How many comments it has. */
  comments: number;
}

/** Writes what is asked for in a format, piece by piece, in the order in which they are written. */
export type ExportWriter = (source: ExportSource) => AsyncGenerator<ExportPart>;
