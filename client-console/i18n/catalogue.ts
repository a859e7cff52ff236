import type { Texts } from '../../client-shared/i18n.ts';
import type { zhCN } from './zh-CN.ts';
import type { SettingTexts } from './setting-texts.ts';
import type { zhCNMore } from './zh-CN-more.ts';

/** A catalogue: the same names in every language; the mainland’s Chinese is written first. */
export type Catalogue = Texts<typeof zhCN>;

/** The texts that are loaded with the screens beside the desk. */
export type MoreTexts = Texts<Omit<typeof zhCNMore, 'settingTexts'>> & { settingTexts: SettingTexts };
