import { nativeFormat } from './native-format.ts';
import type { ImportFormat } from './records.ts';

/** The formats of `liangju import --format`, by name. */
export const FORMATS: ReadonlyMap<string, ImportFormat> = new Map([['liangju', nativeFormat]]);
