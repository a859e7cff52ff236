/**
 * Parameters that say where a reader came from, not what they read: of analytics, of advertisements, of mail senders
 * and of the apps in which addresses are passed on. `from` is none of them: many sites name a page by it.
 */
export const TRACKING_PARAMETERS: readonly string[] = [
  'utm_*',
  ...[
    'gclid',
    'gclsrc',
    'gbraid',
    'wbraid',
    'dclid',
    '_ga',
    '_gl',
    'fbclid',
    'msclkid',
    'yclid',
    'twclid',
    'ttclid',
    'igshid',
    'li_fat_id',
  ],
  ...['mc_cid', 'mc_eid', '_hsenc', '_hsmi', 'mkt_tok', 'vero_id', 'oly_anon_id', 'oly_enc_id'],
  ...['spm', 'scm', 'share_*', 'isappinstalled', 'nsukey', 'wxshare_count', 'vd_source', 'hmsr', 'hmpl', 'hmcu', 'hmkw', 'hmci', 'bd_vid'],
];
