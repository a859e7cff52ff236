import { z } from 'zod';
import { PRESET_IDS, RETENTION_KINDS } from '../server/domain/enumerations.ts';

const Value = z.union([z.string(), z.number(), z.boolean()]);

export const PresetView = z
  .object({
    id: z.enum(PRESET_IDS).meta({ description: 'cn-news: docs/law-cn.md; eu: docs/law-eu.md.' }),
    changes: z
      .array(
        z.object({
          setting: z
            .string()
            .meta({ description: 'As in the site: a `PATCH` of the site with `after` sets it, one with `before` takes it back.' }),
          before: Value.meta({ description: 'As it is.' }),
          after: Value.meta({ description: 'As the preset has it.' }),
        }),
      )
      .meta({ description: 'What is not as the preset has it; empty: all is.' }),
    demands: z
      .array(
        z.object({
          about: z
            .enum(['terms', ...RETENTION_KINDS])
            .meta({ description: 'The site’s terms, or the kind of data whose days the operator sets.' }),
          least: z.int().nullable().meta({ description: 'Fewest days.' }),
          most: z.int().nullable().meta({ description: 'Most days.' }),
          days: z.int().nullable().meta({ description: 'Days as they are set; 0: for good.' }),
          holds: z.boolean().meta({ description: 'Is it so?' }),
        }),
      )
      .meta({ description: 'What the preset wants and cannot set.' }),
  })
  .meta({ id: 'Preset' });
export const PresetList = z.object({ presets: z.array(PresetView).meta({ description: 'All presets, for this site as it is.' }) });
export type PresetView = z.infer<typeof PresetView>;
