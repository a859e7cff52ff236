import { z } from 'zod';
import * as form from './forms.ts';
import { setting } from './setting-meta.ts';

/** The settings of the backups that the server makes by itself. */
export const backupSettings = {
  backupDir: setting(z.string().nullable(), {
    env: 'BACKUP_DIR',
    about: {
      'zh-CN': '定时备份写到哪个目录（每份一个文件，只有所有者能读）。不填则不定时备份。多个进程或多台服务器时，每次只由其中一个来做。',
      'zh-TW': '定時備份寫到哪個目錄（每份一個檔案，只有擁有者能讀）。不填則不定時備份。多個行程或多台伺服器時，每次只由其中一個來做。',
      en: 'Folder for backups that the server makes by itself, each a file for its owner alone. Left out: none are made. Of several processes or servers one makes each.',
    },
    form: { 'zh-CN': '必须是一个目录的路径', 'zh-TW': '必須是一個目錄的路徑', en: 'must be the path of a folder' },
  }),
  backupEvery: setting(form.duration, {
    env: 'BACKUP_EVERY',
    default: '24h',
    about: {
      'zh-CN': '隔多久备份一次，如 6h、24h、7d。',
      'zh-TW': '隔多久備份一次，例如 6h、24h、7d。',
      en: 'How often a backup is made, such as 6h, 24h or 7d.',
    },
    form: {
      'zh-CN': '必须是数字加 s、m、h 或 d（秒、分、时、天），最长一年',
      'zh-TW': '必須是數字加 s、m、h 或 d（秒、分、時、天），最長一年',
      en: 'must be a number with s, m, h or d (seconds, minutes, hours, days), a year at most',
    },
  }),
  backupKeep: setting(form.wholeNumber(1, 10_000), {
    env: 'BACKUP_KEEP',
    default: '10',
    about: {
      'zh-CN': '保留最近几份备份，更早的删掉。',
      'zh-TW': '保留最近幾份備份，更早的刪掉。',
      en: 'How many of the latest backups are kept; older ones are deleted.',
    },
    form: {
      'zh-CN': '必须是 1 到 10000 之间的整数',
      'zh-TW': '必須是 1 到 10000 之間的整數',
      en: 'must be a whole number from 1 to 10000',
    },
  }),
  backupPassphraseFile: setting(z.string().nullable(), {
    env: 'BACKUP_PASSPHRASE_FILE',
    about: {
      'zh-CN': '存有备份口令的文件（一行，至少 12 个字符）。填了才会把密钥也写进备份，用口令加密。',
      'zh-TW': '存有備份密語的檔案（一行，至少 12 個字元）。填了才會把金鑰也寫進備份，用密語加密。',
      en: 'File with the passphrase of backups: one line, at least 12 characters. Only with it are the secrets in a backup, encrypted.',
    },
    form: { 'zh-CN': '必须是一个文件的路径', 'zh-TW': '必須是一個檔案的路徑', en: 'must be the path of a file' },
  }),
};
