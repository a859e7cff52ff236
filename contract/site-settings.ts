import { z } from 'zod';
import { SITE_SETTINGS, type SettingRow, type SettingValue, type SiteSettingName } from '../server/domain/site-settings.ts';
import { numberedMask, numberOfMask, SECRET_MASK } from './secret-mask.ts';
import { ReviewerList } from './reviewers.ts';
import { SignInWayList } from './sign-in-ways.ts';
import { Verifier } from './verification.ts';

type Rows = Readonly<Record<string, SettingRow>>;
/** What a row takes when it is changed: of a part only what changes. */
type ChangeOf<R extends SettingRow> = R extends { kind: 'part' }
  ? { [N in keyof SettingValue<R>]?: SettingValue<R>[N] | undefined }
  : SettingValue<R>;
/** Settings whose schemas stand elsewhere. */
interface ListSchemas {
  reviewers: typeof ReviewerList;
  'sign-in': typeof SignInWayList;
  verifier: typeof Verifier;
}
type SchemaOf<R extends SettingRow> = R['kind'] extends keyof ListSchemas
  ? ListSchemas[R['kind']]
  : z.ZodType<SettingValue<R>, SettingValue<R>>;
type ChangeSchemaOf<R extends SettingRow> = R['kind'] extends keyof ListSchemas
  ? ListSchemas[R['kind']]
  : z.ZodType<ChangeOf<R>, ChangeOf<R>>;

/** The schema of a setting as it is sent. A duration is sent in seconds. */
function schemaOf(row: SettingRow, isChange: boolean): z.ZodType {
  const about = { description: row.description };
  switch (row.kind) {
    case 'integer':
      return z.int().min(row.min).max(row.max).meta(about);
    case 'duration':
      return z
        .int()
        .min(row.min / 1000)
        .max(row.max / 1000)
        .meta(about);
    case 'boolean':
      return z.boolean().meta(about);
    case 'choice':
      return z.enum([...row.choices]).meta(about);
    case 'text':
      return textOf(row)
        .max(row.maxLength)
        .refine(row.accepts ?? (() => true))
        .meta(about);
    case 'lines':
      return z
        .array(z.string().regex(row.pattern).meta({ example: row.example }))
        .max(row.most)
        .meta(about);
    case 'secrets':
      return z.array(secretOf(row.least)).max(row.most).meta(about);
    case 'part': {
      const part = z.strictObject(shapeOf(row.fields, isChange));
      return (isChange ? part.partial() : part).meta(about);
    }
    case 'reviewers':
      return ReviewerList;
    case 'sign-in':
      return SignInWayList;
    case 'verifier':
      return Verifier;
  }
}

const textOf = ({ pattern }: Extract<SettingRow, { kind: 'text' }>): z.ZodString =>
  pattern === undefined ? z.string() : z.string().regex(pattern);

/** A secret as it is sent: new, or the numbered mask of one that is stored. A bare mask would not say which one. */
const secretOf = (least: number): z.ZodType =>
  z
    .string()
    .max(1_000)
    .refine((text) => text !== SECRET_MASK && (numberOfMask(text) !== null || new TextEncoder().encode(text).length >= least), {
      error: `at least ${least} bytes`,
    })
    .meta({
      description: `Write-only: shown as ${numberedMask(1)}, ${numberedMask(2)}; a mask that is sent back keeps the secret of that number, and one that is not sent ends.`,
    });

const shapeOf = (rows: Rows, isChange: boolean): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, schemaOf(row, isChange)]));

/** The settings of a site as they are shown. Each schema was made from its own row, which is what the type says of it. */
export const settingFields = shapeOf(SITE_SETTINGS, false) as { [N in SiteSettingName]: SchemaOf<(typeof SITE_SETTINGS)[N]> };

/** The same as they are changed: each may be left out, and so may what stays of a part. */
export const settingChanges = z
  .strictObject(shapeOf(SITE_SETTINGS, true) as { [N in SiteSettingName]: ChangeSchemaOf<(typeof SITE_SETTINGS)[N]> })
  .partial();
