import { SITE_SETTINGS, type SettingRow, type SiteSettings, type SiteSettingsChange } from './site-settings.ts';

type Values = Readonly<Record<string, unknown>>;

function mapRows(rows: Readonly<Record<string, SettingRow>>, value: (row: SettingRow, name: string) => unknown): Values {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, value(row, name)]));
}

const defaultOf = (row: SettingRow): unknown => (row.kind === 'part' ? mapRows(row.fields, defaultOf) : structuredClone(row.default));

const isPart = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A change laid over what is there: what it leaves out stays, in parts too. */
function laidOver(rows: Readonly<Record<string, SettingRow>>, values: Values, change: Values): Values {
  return mapRows(rows, (row, name) => {
    const [value, changed] = [values[name], change[name]];
    if (changed === undefined) return value;
    return row.kind === 'part' && isPart(value) && isPart(changed) ? laidOver(row.fields, value, changed) : changed;
  });
}

/** The values with their durations in another unit, in parts too; whole numbers. */
function inUnit(rows: Readonly<Record<string, SettingRow>>, values: Values, factor: number): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const row = rows[name];
      if (row?.kind === 'duration' && typeof value === 'number') return [name, Math.floor(value * factor)];
      return [name, row?.kind === 'part' && isPart(value) ? inUnit(row.fields, value, factor) : value];
    }),
  );
}

/** What a new site starts with. */
export const DEFAULT_SETTINGS = mapRows(SITE_SETTINGS, defaultOf) as SiteSettings;

/** The settings with a change: what it leaves out stays, in parts too. Stored ones over the default give a later setting its default. */
export function changedSettings(settings: SiteSettings, change: SiteSettingsChange): SiteSettings {
  return laidOver(SITE_SETTINGS, settings, change) as SiteSettings;
}

/** Settings as they are sent: durations in seconds. */
export function settingsToWire<T extends SiteSettingsChange>(settings: T): T {
  return inUnit(SITE_SETTINGS, settings, 1 / 1000) as T;
}

/** Settings as they were sent, with durations in milliseconds. */
export function settingsFromWire<T extends SiteSettingsChange>(settings: T): T {
  return inUnit(SITE_SETTINGS, settings, 1000) as T;
}
