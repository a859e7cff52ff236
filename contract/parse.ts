import { z } from 'zod';
import type { FieldError } from '../server/domain/problem.ts';
import type { Lang } from './problem.ts';

const LOCALES = { 'zh-CN': z.locales.zhCN(), 'zh-TW': z.locales.zhTW(), en: z.locales.en() };

/** Parses a part of a request, reporting every mistake at once in the reader's language; undefined where there is one. */
export function parse<S extends z.ZodType>(schema: S, value: unknown, lang: Lang, mistakes: FieldError[]): z.output<S> | undefined {
  const result = schema.safeParse(value, { error: LOCALES[lang].localeError });
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) mistakes.push({ path: path.map(String).join('.'), message });
  return undefined;
}
