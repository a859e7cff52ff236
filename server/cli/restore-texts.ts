import type { Fault, NotRestorable } from '../backup/archive-format.ts';
import type { LocalizedText } from '../config/localized-text.ts';
import { Failed } from './command.ts';

const FAULTS: Readonly<Record<Fault, LocalizedText>> = {
  'no-file': { 'zh-CN': '没有这个文件', 'zh-TW': '沒有這個檔案', en: 'there is no such file' },
  'not-an-archive': {
    'zh-CN': '这不是 liangju backup 写的备份；SQLite 的原样复制（--sqlite）请直接放回原处',
    'zh-TW': '這不是 liangju backup 寫的備份；SQLite 的原樣複製（--sqlite）請直接放回原處',
    en: 'this is no archive of liangju backup; a plain copy (--sqlite) is put back in its place as it is',
  },
  'other-version': {
    'zh-CN': '这份备份的格式是另一个版本的程序写的，请用那个版本恢复',
    'zh-TW': '這份備份的格式是另一個版本的程式寫的，請用那個版本還原',
    en: 'the format of this archive is of another version of the program; restore it with that version',
  },
  'cut-off': { 'zh-CN': '文件不完整，后面缺了一段', 'zh-TW': '檔案不完整，後面缺了一段', en: 'the file is cut off: its end is missing' },
  altered: {
    'zh-CN': '内容和写的时候不一样了：文件损坏或被改过',
    'zh-TW': '內容和寫的時候不一樣了：檔案損壞或被改過',
    en: 'the content is not what was written: the file is damaged or was altered',
  },
  'unknown-record': {
    'zh-CN': '里面有不认识的内容：可能是更新的版本写的，或者被改过',
    'zh-TW': '裡面有不認識的內容：可能是更新的版本寫的，或者被改過',
    en: 'it holds something that this version does not know: a newer version wrote it, or it was altered',
  },
  'no-secrets': {
    'zh-CN': '备份里没有密钥，不要给 --passphrase-file',
    'zh-TW': '備份裡沒有金鑰，不要給 --passphrase-file',
    en: 'there are no secrets in it: leave out --passphrase-file',
  },
  'wrong-passphrase': { 'zh-CN': '口令不对', 'zh-TW': '密語不對', en: 'the passphrase is not the one it was made with' },
};

/** Why an archive cannot be restored. */
export function faultOf(file: string, { why, line }: NotRestorable): Failed {
  const text = FAULTS[why];
  const at =
    line === null
      ? { 'zh-CN': '', 'zh-TW': '', en: '' }
      : { 'zh-CN': `（第 ${line} 行）`, 'zh-TW': `（第 ${line} 行）`, en: ` (line ${line})` };
  return new Failed({
    'zh-CN': `${file} 不能恢复：${text['zh-CN']}${at['zh-CN']}。`,
    'zh-TW': `${file} 無法還原：${text['zh-TW']}${at['zh-TW']}。`,
    en: `${file} cannot be restored: ${text.en}${at.en}.`,
  });
}

export const notEmpty = (): Failed =>
  new Failed({
    'zh-CN':
      '数据库不是空的，没有恢复：里面有站点、文章、评论、读者或工作人员。请换一个新的 DATA_DIR 或 DATABASE_URL（只有一个没有评论的 demo 站点不算）。',
    'zh-TW':
      '資料庫不是空的，沒有還原：裡面有站點、文章、留言、讀者或工作人員。請換一個新的 DATA_DIR 或 DATABASE_URL（只有一個沒有留言的 demo 站點不算）。',
    en: 'The store is not empty and nothing was restored: it has a site, an article, a comment, a reader or staff. Use another DATA_DIR or DATABASE_URL (the site demo alone, without comments, does not count).',
  });

export const inUse = (): Failed =>
  new Failed({
    'zh-CN': '有服务或别的命令正在用这个数据库，没有恢复。请先停掉它，或者换一个新的 DATA_DIR 或 DATABASE_URL。',
    'zh-TW': '有服務或別的命令正在用這個資料庫，沒有還原。請先停掉它，或者換一個新的 DATA_DIR 或 DATABASE_URL。',
    en: 'A server or another command uses this store, and nothing was restored. Stop it first, or use another DATA_DIR or DATABASE_URL.',
  });

export const otherSecret = (): Failed =>
  new Failed({
    'zh-CN':
      '备份里的密钥和这里的不一样，没有恢复。请去掉 SECRET、移走数据目录里的 secret 文件再试，备份里的密钥会放进数据目录；不想恢复密钥，就不要给 --passphrase-file。',
    'zh-TW':
      '備份裡的金鑰和這裡的不一樣，沒有還原。請去掉 SECRET、移走資料目錄裡的 secret 檔案再試，備份裡的金鑰會放進資料目錄；不想還原金鑰，就不要給 --passphrase-file。',
    en: 'The secret in the archive is not the one here, and nothing was restored. Unset SECRET and move the file secret out of the data folder: then that of the archive is put there. Leave out --passphrase-file to restore without secrets.',
  });

export const disturbed = (): Failed =>
  new Failed({
    'zh-CN': '恢复时有别的程序在写这个数据库，没有做完。请停掉服务和另一个恢复，再运行一次。',
    'zh-TW': '還原時有別的程式在寫這個資料庫，沒有做完。請停掉服務和另一個還原，再執行一次。',
    en: 'Something else wrote to the store meanwhile, and the restore is not done. Stop the server and any other restore, and run it again.',
  });

export const RESTORING: LocalizedText = { 'zh-CN': '正在恢复', 'zh-TW': '正在還原', en: 'restoring' };

export const NO_SECRETS_RESTORED: LocalizedText = {
  'zh-CN': '密钥没有恢复：请设好原来的 SECRET（或放回 secret 文件），否则读者改不了以前写的评论；外部审核的密钥要重新填写。',
  'zh-TW': '金鑰沒有還原：請設好原來的 SECRET（或放回 secret 檔案），否則讀者改不了以前寫的留言；外部審核的金鑰要重新填寫。',
  en: 'No secret was restored: set SECRET to the old one (or put the file secret back), or else readers cannot change what they wrote; keys of reviewers outside have to be typed again.',
};
