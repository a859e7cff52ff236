import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ExportEvidence } from '../../contract/evidence.ts';
import { makeFile } from '../backup/new-file.ts';
import { readSettings } from '../config/load.ts';
import { localize } from '../config/localized-text.ts';
import { secretInFile } from '../config/secret-file.ts';
import { Problem } from '../domain/problem.ts';
import { errorCode } from '../ops/error-code.ts';
import { systemRandom } from '../ops/random.ts';
import type { EvidenceCheck } from '../own-data/verify-evidence.ts';
import { type EvidenceKey, evidenceKey } from '../secrets/evidence-key.ts';
import { type Called, type Cli, type Command, Failed, WrongUse } from './command.ts';
import { evidenceOptions } from './evidence-options.ts';
import { wantSite } from './site.ts';
import { OPERATOR, withStore } from './store.ts';

async function keyOf(settings: { secret: string | null; dataDir: string }): Promise<EvidenceKey> {
  return evidenceKey(settings.secret ?? (await secretInFile(settings.dataDir, systemRandom)));
}

const settingsOf = (cli: Cli, { flags, configFile }: Called) => readSettings({ env: cli.env, flags, configFile }).settings;

/** `liangju evidence --site ID --reason TEXT --out FILE` */
export const evidence: Command = {
  name: 'evidence',
  args: [],
  action: 'evidence.export',
  about: {
    'zh-CN': '导出一段时间里一个页面、一条评论或一位读者的全部记录，带签名，可以直接打开看；理由记入审计日志。',
    'zh-TW': '匯出一段時間裡一個頁面、一則留言或一位讀者的全部記錄，附簽章，可以直接打開看；理由記入稽核記錄。',
    en: 'Writes what a thread, a comment or a reader did in a span of time, signed and readable; the reason goes to the audit log.',
  },
  options: evidenceOptions,
  run: (cli, called) => {
    const { out, ...asked } = readEvidenceOptions(called);
    return withStore(cli, called, async ({ settings, store, now, newId }) => {
      const site = await wantSite(store, asked.site);
      const key = await keyOf(settings);
      const { evidenceNote, findEvidence } = await import('../own-data/find-evidence.ts');
      const { writeEvidence } = await import('../own-data/write-evidence.ts');
      const about = await findEvidence({ store }, site, asked).catch((cause: unknown) => {
        throw cause instanceof Problem ? notThere : cause;
      });
      const { from = null, to = null, reason } = asked;
      const request = { site, about, from, to, reason, by: OPERATOR.name, lang: cli.langs[0] ?? 'zh-CN' };
      await store.audit.append([evidenceNote({ now, newId }, OPERATOR, request)]);
      await writeTo(resolve(out), writeEvidence({ store, now, key }, request));
      const written = {
        'zh-CN': `已写到 ${out}，签名公钥 ${key.publicKey}`,
        'zh-TW': `已寫到 ${out}，簽章公鑰 ${key.publicKey}`,
        en: `Wrote ${out}, signed by the key ${key.publicKey}`,
      };
      cli.out(`${localize(cli.langs, written)}\n`);
      return 0;
    });
  },
};

const notThere = new Failed({
  'zh-CN': '这个站点没有要找的页面、评论或读者。',
  'zh-TW': '這個站點沒有要找的頁面、留言或讀者。',
  en: 'The site has no such thread, comment or reader.',
});

function readEvidenceOptions({ own }: Called) {
  const given = [...own].filter(([name]) => name !== 'out').map(([name, [value]]) => [name, value] as const);
  const read = ExportEvidence.safeParse(Object.fromEntries(given));
  const out = own.get('out')?.[0] ?? '';
  if (read.success) return { ...read.data, out };
  const name = read.error.issues[0]?.path[0];
  throw name === undefined
    ? new WrongUse({
        'zh-CN': '--thread、--comment、--reader 只能给一个。',
        'zh-TW': '--thread、--comment、--reader 只能給一個。',
        en: 'Give one of --thread, --comment and --reader at most.',
      })
    : new WrongUse({
        'zh-CN': `--${String(name)} 的值不对。`,
        'zh-TW': `--${String(name)} 的值不正確。`,
        en: `The value of --${String(name)} is not right.`,
      });
}

async function writeTo(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const fill = async (partial: string): Promise<void> => {
    const written = await open(partial, 'w');
    try {
      for await (const piece of pieces) await written.writeFile(piece);
    } finally {
      await written.close();
    }
  };
  await makeFile(file, fill).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
    throw new Failed({
      'zh-CN': `${file} 已经存在，不会覆盖。`,
      'zh-TW': `${file} 已經存在，不會覆蓋。`,
      en: `${file} is there already and will not be overwritten.`,
    });
  });
}

/** `liangju evidence key` */
export const evidenceKeyShow: Command = {
  name: 'evidence key',
  args: [],
  action: 'evidence.export',
  about: {
    'zh-CN': '显示证据签名的公钥，可以公布出去供人核对。',
    'zh-TW': '顯示證據簽章的公鑰，可以公布出去供人核對。',
    en: 'Shows the public key by which evidence is signed, to be made known.',
  },
  options: {},
  run: async (cli, called) => {
    cli.out(`${(await keyOf(settingsOf(cli, called))).publicKey}\n`);
    return 0;
  },
};

/** `liangju evidence verify FILE` */
export const evidenceVerify: Command = {
  name: 'evidence verify',
  args: ['FILE'],
  action: null,
  about: {
    'zh-CN': '核对一份证据：是不是原样，哪一部分被改过，签名出自哪把钥匙。',
    'zh-TW': '核對一份證據：是不是原樣，哪一部分被改過，簽章出自哪把鑰匙。',
    en: 'Checks a file of evidence: whether it is as it was written, which part was changed, and whose key signed it.',
  },
  options: {
    key: {
      type: 'string',
      value: 'KEY',
      about: {
        'zh-CN': '应当出自这把公钥；不给就用这个服务的',
        'zh-TW': '應當出自這把公鑰；不給就用這個服務的',
        en: 'the public key that has to be the signer’s; this service’s own unless given',
      },
    },
  },
  run: async (cli, called) => {
    const [file = ''] = called.args;
    const { verifyEvidence } = await import('../own-data/verify-evidence.ts');
    const checked = await verifyEvidence(file).catch((error: unknown) => {
      if (errorCode(error) === null) throw error;
      throw new Failed({ 'zh-CN': `读不了 ${file}。`, 'zh-TW': `讀不了 ${file}。`, en: `${file} cannot be read.` });
    });
    const wanted = called.own.get('key')?.[0] ?? (await keyOf(settingsOf(cli, called))).publicKey;
    const isTrue = checked.isTrue && checked.manifest.publicKey === wanted;
    cli.out(`${localize(cli.langs, verdictOf(checked, wanted))}\n`);
    return isTrue ? 0 : 1;
  },
};

function verdictOf(checked: EvidenceCheck, wanted: string) {
  if (checked.isTrue) {
    const { publicKey, madeAt, comments } = checked.manifest;
    return publicKey === wanted
      ? {
          'zh-CN': `属实：${madeAt} 导出，${comments} 条评论，没有改动。`,
          'zh-TW': `屬實：${madeAt} 匯出，${comments} 則留言，沒有改動。`,
          en: `True: made at ${madeAt}, ${comments} comments, nothing was changed.`,
        }
      : {
          'zh-CN': `内容前后一致，但签名出自另一把钥匙：${publicKey}`,
          'zh-TW': `內容前後一致，但簽章出自另一把鑰匙：${publicKey}`,
          en: `It agrees with itself, but was signed by another key: ${publicKey}`,
        };
  }
  if (checked.why === 'changed') {
    const parts = checked.parts.join(', ');
    return { 'zh-CN': `改动过：${parts}`, 'zh-TW': `改動過：${parts}`, en: `Changed: ${parts}` };
  }
  return checked.why === 'wrong-signature'
    ? { 'zh-CN': '签名不对：清单被改过。', 'zh-TW': '簽章不對：清單被改過。', en: 'The signature is wrong: the list of parts was changed.' }
    : { 'zh-CN': '不是完整的证据文件。', 'zh-TW': '不是完整的證據檔案。', en: 'This is no whole file of evidence.' };
}
