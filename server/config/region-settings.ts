import * as form from './forms.ts';
import { setting } from './setting-meta.ts';

/** The settings of the databases by which regions are found. */
export const regionSettings = {
  regionDatabase: setting(form.paths, {
    env: 'REGION_DATABASE',
    default: '',
    about: {
      'zh-CN':
        '查 IP 属地用的 ip2region 数据文件（.xdb），IPv4 和 IPv6 各一个，用逗号分开。文件换新后几秒内生效；读不了的会记进日志，继续用原来的。不填则用程序自带的，只有 IPv4。',
      'zh-TW':
        '查 IP 屬地用的 ip2region 資料檔（.xdb），IPv4 與 IPv6 各一個，以逗號分隔。檔案換新後幾秒內生效；讀不了的會記進日誌，繼續用原來的。不填則用程式自帶的，只有 IPv4。',
      en: 'Files of ip2region (.xdb) by which the region of an address is found: one for IPv4, one for IPv6, separated by commas. A file that is replaced is in use within seconds; one that cannot be read is logged, and the one before stays. Left out: the one that comes with the program, for IPv4 alone.',
    },
    form: {
      'zh-CN': '必须是用逗号分开的文件路径',
      'zh-TW': '必須是以逗號分隔的檔案路徑',
      en: 'must be paths of files, separated by commas',
    },
  }),
};
