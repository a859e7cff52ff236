import { readPassphrase } from '../backup/passphrase-file.ts';
import { SHORTEST_PASSPHRASE } from '../backup/passphrase.ts';
import type { LocalizedText } from '../config/localized-text.ts';
import { errorText } from '../ops/error-code.ts';
import { type Called, Failed, WrongUse } from './command.ts';

export function isThere(file: string): Failed {
  return new Failed({
    'zh-CN': `${file} 已经存在，不会覆盖。`,
    'zh-TW': `${file} 已經存在，不會覆蓋。`,
    en: `${file} is there already and will not be overwritten.`,
  });
}

export const NO_SECRETS: LocalizedText = {
  'zh-CN': '没有给 --passphrase-file，密钥没有写进备份：请另外保存 SECRET（或数据目录里的 secret 文件）；外部审核的密钥恢复后要重新填写。',
  'zh-TW': '沒有給 --passphrase-file，金鑰沒有寫進備份：請另外保存 SECRET（或資料目錄裡的 secret 檔案）；外部審核的金鑰還原後要重新填寫。',
  en: 'Without --passphrase-file the secrets were left out: keep SECRET (or the file secret in the data folder) elsewhere; keys of reviewers outside have to be typed again after a restore.',
};

export const NOT_ONE_MOMENT: LocalizedText = {
  'zh-CN': '这个 MongoDB 不是副本集，备份期间的写入可能只有一部分在备份里；恢复时会去掉无主的数据并重新计数。',
  'zh-TW': '這個 MongoDB 不是複本集，備份期間的寫入可能只有一部分在備份裡；還原時會去掉無主的資料並重新計數。',
  en: 'This MongoDB is no replica set: of what was written meanwhile the backup may have a part. A restore leaves out what belongs to nothing and counts anew.',
};

export const SNAPSHOT_GONE: LocalizedText = {
  'zh-CN': '备份用的时间比 MongoDB 保留快照的时间长。请在 MongoDB 里调大 minSnapshotHistoryWindowInSeconds（默认 300 秒），再备份一次。',
  'zh-TW': '備份用的時間比 MongoDB 保留快照的時間長。請在 MongoDB 裡調大 minSnapshotHistoryWindowInSeconds（預設 300 秒），再備份一次。',
  en: 'The backup took longer than MongoDB keeps a snapshot. Raise its parameter minSnapshotHistoryWindowInSeconds (300 seconds by default) and make the backup again.',
};

export const PASSPHRASE_OPTION = {
  type: 'string',
  value: 'FILE',
  about: {
    'zh-CN': `存有口令的文件（一行，至少 ${SHORTEST_PASSPHRASE} 个字符）：密钥用它加密`,
    'zh-TW': `存有密語的檔案（一行，至少 ${SHORTEST_PASSPHRASE} 個字元）：金鑰用它加密`,
    en: `file with the passphrase by which secrets are encrypted: one line, at least ${SHORTEST_PASSPHRASE} characters`,
  },
} as const;

/** The passphrase that a command was given; null without one. @throws WrongUse. */
export async function passphraseOf({ own }: Called): Promise<string | null> {
  const file = own.get('passphrase-file')?.[0];
  if (file === undefined) return null;
  try {
    return await readPassphrase(file);
  } catch (error) {
    const why = errorText(error);
    throw new WrongUse({
      'zh-CN': `口令文件不能用（一行，至少 ${SHORTEST_PASSPHRASE} 个字符）：${why}`,
      'zh-TW': `密語檔案無法使用（一行，至少 ${SHORTEST_PASSPHRASE} 個字元）：${why}`,
      en: `The passphrase file cannot be used (one line, at least ${SHORTEST_PASSPHRASE} characters): ${why}`,
    });
  }
}
