import { z } from 'zod';
import type { LocalizedText } from './localized-text.ts';

/** What the pages say of a setting, beside the schema of its value. */
export interface SettingMeta {
  /** Name in the environment and in the file; `LIANGJU_` before it is understood too. */
  env: string;
  /** What holds when nobody sets it, as text; null: nothing. */
  default: string | null;
  /** `whole`: never shown. `userinfo`: an address whose name and password are not shown. Neither may stand in a log. */
  secret: 'no' | 'whole' | 'userinfo';
  /** What it is for. */
  about: LocalizedText;
  /** What a value has to be, to complete "X must be …". */
  form: LocalizedText;
}

/** Everything that the pages say of the settings. */
export const settingMeta = z.registry<SettingMeta>();

/** Keeps what the pages say of a setting beside its schema. */
export function setting<T extends z.ZodType>(schema: T, meta: Omit<SettingMeta, 'secret' | 'default'> & Partial<SettingMeta>): T {
  settingMeta.add(schema, { secret: 'no', default: null, ...meta });
  return schema;
}
