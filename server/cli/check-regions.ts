import { readFile } from 'node:fs/promises';
import { errorText } from '../ops/error-code.ts';
import { openXdb } from '../region/xdb.ts';
import type { Finding } from './check-store.ts';

/** Looks at the operator's databases of regions; of each whether it can be used. */
export function regionFindings(files: readonly string[]): Promise<Finding[]> {
  return Promise.all(files.map(findingOf));
}

async function findingOf(file: string): Promise<Finding> {
  try {
    const { version } = openXdb(await readFile(file));
    const about = {
      'zh-CN': `IP 属地数据 ${file} 可用（IPv${version}）`,
      'zh-TW': `IP 屬地資料 ${file} 可用（IPv${version}）`,
      en: `the database of regions ${file} can be used (IPv${version})`,
    };
    return { name: 'regions', ok: true, about };
  } catch (error) {
    const why = errorText(error);
    const about = {
      'zh-CN': `IP 属地数据 ${file} 不能用：${why}`,
      'zh-TW': `IP 屬地資料 ${file} 不能用：${why}`,
      en: `the database of regions ${file} cannot be used: ${why}`,
    };
    return { name: 'regions', ok: false, about };
  }
}
