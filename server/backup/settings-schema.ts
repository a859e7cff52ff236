import { z } from 'zod';
import { changedSettings, DEFAULT_SETTINGS } from '../domain/changed-settings.ts';
import { SITE_SETTINGS, type SettingRow, type SiteSettings } from '../domain/site-settings.ts';

type Rows = Readonly<Record<string, SettingRow>>;

/** What a stored setting is, whatever the limits are at which it may be set today. */
function schemaOf(row: SettingRow): z.ZodType {
  switch (row.kind) {
    case 'integer':
    case 'duration':
      return z.number();
    case 'boolean':
      return z.boolean();
    case 'choice':
    case 'text':
      return z.string();
    case 'lines':
    case 'secrets':
      return z.array(z.string());
    case 'part':
      return z.looseObject(shapeOf(row.fields));
    case 'reviewers':
    case 'sign-in':
      return z.array(z.looseObject({ id: z.string(), kind: z.string(), secret: z.string() }));
    case 'verifier':
      return z.looseObject({ url: z.string(), secret: z.string() }).nullable();
  }
}

const shapeOf = (rows: Rows): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, schemaOf(row).optional()]));

/** Laid over the default: a setting that this version does not know is left out, one that it has more gets its default. */
export const StoredSettings = z
  .looseObject(shapeOf(SITE_SETTINGS))
  .transform((settings): SiteSettings => changedSettings(DEFAULT_SETTINGS, settings));
