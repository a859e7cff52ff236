import { describe, expect, test } from '@jest/globals';
import { regionName } from '../../server/region/region-name.ts';

describe('what is shown of what a database says', () => {
  test.each([
    ['中国|0|广东省|深圳市|电信', '广东'],
    ['中国|广东省|深圳市|电信|CN', '广东'],
    ['中国|0|上海|上海市|联通', '上海'],
    ['中国|北京市|北京市|联通|CN', '北京'],
    ['中国|0|内蒙古|呼和浩特市|移动', '内蒙古'],
    ['中国|内蒙古自治区|呼和浩特市|移动|CN', '内蒙古'],
    ['中国|广西壮族自治区|南宁市|0|CN', '广西'],
    ['中国|新疆维吾尔自治区|0|0|CN', '新疆'],
    ['中国|宁夏回族自治区|0|0|CN', '宁夏'],
    ['中国|0|香港|0|0', '香港'],
    ['中国|香港特别行政区|0|0|HK', '香港'],
    ['中国香港|0|0|0|HK', '香港'],
    ['Hong Kong|0|0|0|HK', '香港'],
    ['中国|0|台湾省|台北市|中华电信', '台湾'],
    ['Taiwan|Taipei|0|0|TW', '台湾'],
    ['Macao|0|0|0|MO', '澳门'],
    ['中国|0|0|0|广东某公司', '中国'],
    ['China|0|0|0|CN', '中国'],
    ['美国|0|加利福尼亚|0|谷歌', '美国'],
    ['United States|California|San Jose|xTom|US', '美国'],
    ['United States|0|California|Los Angeles|', '美国'],
    ['Australia|Queensland|Brisbane|0|AU', '澳大利亚'],
    ['Atlantis|0|0|0|0', 'Atlantis'],
    ['0|0|0|内网IP|内网IP', '未知'],
    ['0|0|内网IP|内网IP', '未知'],
    ['Reserved|Reserved|Reserved|0|0', '未知'],
    ['0|0|0|0|0', '未知'],
    ['0|0|0|0|ZZ', '未知'],
    ['', '未知'],
    ['|', '未知'],
    [`${'长'.repeat(41)}|0|0|0|0`, '未知'],
  ])('%s is %s', (text, shown) => {
    expect(regionName(text)).toBe(shown);
  });
});
