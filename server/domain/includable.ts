/** What an import may take beside what was public or waited. */
export const INCLUDABLE = ['spam', 'trash', 'pingback'] as const;
export type Includable = (typeof INCLUDABLE)[number];
