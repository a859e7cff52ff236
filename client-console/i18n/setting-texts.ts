import type { SITE_SETTINGS, SettingRow, SiteSettingName } from '../../server/domain/site-settings.ts';
import type { VerifierSetting } from '../../server/domain/verification.ts';

/** What the form says of a setting: its label, a hint, its choices by name. */
type TextsOf<R extends SettingRow> = { label: string; hint?: string } & (R extends { kind: 'choice' }
  ? { choices: { readonly [C in R['choices'][number]]: string } }
  : unknown) &
  (R extends { kind: 'verifier' } ? { fields: { readonly [N in keyof VerifierSetting]: { label: string; hint?: string } } } : unknown) &
  (R extends { kind: 'part' } ? { fields: { readonly [N in keyof R['fields']]: TextsOf<R['fields'][N]> } } : unknown);

/** The texts of every setting that the form shows. */
export type SettingTexts = {
  readonly [N in SiteSettingName as (typeof SITE_SETTINGS)[N]['group'] extends null ? never : N]: TextsOf<(typeof SITE_SETTINGS)[N]>;
};

/** What the form says of a setting, whichever it is. */
export interface FieldTexts {
  label: string;
  hint?: string;
  choices?: Readonly<Record<string, string>>;
  fields?: Readonly<Record<string, FieldTexts>>;
}
