import type { Lang } from '../../client-shared/language.ts';
import type { ListView, Sort } from '../../server/domain/enumerations.ts';

/** What a box goes by: the options that the page gave, with a default for each that it did not give. */
export interface BoxSettings {
  /** Where the service is, without a slash at its end. */
  service: string;
  site: string;
  thread: { key: string; url: string; title: string };
  lang: Lang;
  view: ListView;
  sort: Sort | null;
}
