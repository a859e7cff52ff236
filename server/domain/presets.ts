/** Presets: what a site sets under the law of a place, and what beside that only a person or the operator can do. */
import type { PresetId, RetentionKind, SiteMode } from './enumerations.ts';
import type { SiteSettings } from './site-settings.ts';

/** What a preset sets: settings of one value each, and the mode of review. */
type PresetSettings = Partial<Pick<SiteSettings, 'guests' | 'verified' | 'region' | 'answerWithin'>> & { mode?: SiteMode };

/** What is demanded of the days that a kind of data is kept; 0 days are for good. */
interface DaysDemand {
  kind: RetentionKind;
  least?: number;
  most?: number;
}

interface Preset {
  settings: PresetSettings;
  /** Must the site have terms that readers accept? */
  wantsTerms: boolean;
  days: readonly DaysDemand[];
}

/** Six months, which have 184 days at most: 《网络安全法》 article 21 for records of what a service did. */
const SIX_MONTHS = 184;
/** What is no longer needed goes after three months at most: GDPR article 5 (1) (e). */
const THREE_MONTHS = 92;

const KINDS_OF_TEXT = ['removed', 'refused', 'former'] as const satisfies readonly RetentionKind[];

export const PRESETS: { readonly [P in PresetId]: Preset } = {
  'cn-news': {
    settings: { mode: 'pre', guests: false, verified: 'any', region: true, answerWithin: 24 },
    wantsTerms: true,
    days: (['network', ...KINDS_OF_TEXT, 'audit'] as const).map((kind) => ({ kind, least: SIX_MONTHS })),
  },
  eu: {
    settings: { region: false, answerWithin: 72 },
    wantsTerms: true,
    days: (['network', ...KINDS_OF_TEXT] as const).map((kind) => ({ kind, most: THREE_MONTHS })),
  },
};

/** A setting that a preset would change. */
export interface PresetChange {
  setting: keyof PresetSettings;
  before: string | number | boolean;
  after: string | number | boolean;
}

/** What the preset wants and cannot set, and whether it is so. */
export interface PresetDemand {
  /** `terms`: the site has terms; otherwise the kind of data whose days only the operator sets. */
  about: 'terms' | RetentionKind;
  least: number | null;
  most: number | null;
  days: number | null;
  holds: boolean;
}

const holds = (days: number, { least, most }: DaysDemand): boolean =>
  (least === undefined || days === 0 || days >= least) && (most === undefined || (days !== 0 && days <= most));

/** What a preset would change of a site, and what it demands beside that. */
export function presetFor(
  id: PresetId,
  site: { mode: SiteMode; settings: SiteSettings },
  kept: Readonly<Record<RetentionKind, number>>,
): { id: PresetId; changes: PresetChange[]; demands: PresetDemand[] } {
  const { settings, wantsTerms, days } = PRESETS[id];
  const now = { ...site.settings, mode: site.mode };
  const names = Object.keys(settings) as (keyof PresetSettings)[];
  const changes = names.flatMap((setting): PresetChange[] => {
    const [before, after] = [now[setting], settings[setting]];
    return after === undefined || before === after ? [] : [{ setting, before, after }];
  });
  const terms: PresetDemand[] = wantsTerms
    ? [{ about: 'terms', least: null, most: null, days: null, holds: site.settings.terms.url !== '' }]
    : [];
  const ofDays = days.map((demand) => {
    const { kind, least = null, most = null } = demand;
    return { about: kind, least, most, days: kept[kind], holds: holds(kept[kind], demand) };
  });
  return { id, changes, demands: [...terms, ...ofDays] };
}
