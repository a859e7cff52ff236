import type { MoreTexts } from '../catalogue.ts';

/** In English: taking comments out. */
export const exportTexts: Pick<MoreTexts, 'exports'> = {
  exports: {
    title: 'Export',
    hint: 'The browser saves the file, however many comments there are. After an interruption, download it again.',
    format: 'Format',
    formats: {
      liangju: 'Liangju (JSON Lines, complete)',
      csv: 'Table (CSV)',
      wxr: 'WordPress (WXR)',
      artrans: 'Artalk (artrans)',
      disqus: 'Disqus (XML)',
      comentario: 'Comentario (JSON)',
    },
    about: {
      liangju: 'To keep, or to move to another Liangju: comments in every status, votes, pins, features and the settings of threads.',
      csv: 'For spreadsheets. What begins with = + - @ gets a quote before it, so that it is not taken for a formula.',
      wxr: 'For the importers of WordPress and Disqus. Without votes and pins.',
      artrans: 'For the importer of Artalk. It has a place for published and pending comments alone.',
      disqus: 'For what reads exports of Disqus. Without votes, and without a place for pending comments.',
      comentario: 'For Comentario. Authors are guests; of votes it has the sum.',
    },
    statuses: 'Which comments',
    purged: 'Purged (place-holders)',
    from: 'From this day on',
    to: 'Before this day',
    thread: 'One page alone (its address or key)',
    personal: 'With what is known of authors: addresses that they have given, keyed hashes of addresses',
    download: 'Download',
    evidence: 'Evidence',
    evidenceHint:
      'All that a page, a comment or a reader did in a span of time: every text, decisions, reports, appeals, the audit log. The file can be read as it is, and is signed; liangju evidence verify checks it. Asks who you are; the reason goes to the audit log.',
    evidenceAbout: 'About',
    abouts: { site: 'the whole site', thread: 'a page', comment: 'a comment', reader: 'a reader' },
    evidenceId: 'Address, key or id',
    evidenceReason: 'Why',
    getEvidence: 'Export evidence',
    notAllowed: 'Administrators alone can export comments',
  },
};
