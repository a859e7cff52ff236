import { expect, test } from '@jest/globals';
import { comparedSkeletons, createStaffNames, isDrawnLike } from '../../server/moderation/staff-names.ts';
import { nameSkeletons } from '../../server/wordlists/text/name-skeleton.ts';
import { grantsOf } from '../../server/domain/accounts.ts';
import { visibleName } from '../../server/domain/names.ts';

/** Names of staff, with what somebody may write to pass for them. */
const LOOK_ALIKES: Readonly<Record<string, readonly string[]>> = {
  晓风残月: [
    ...[
      '晓风残月',
      '曉風殘月',
      '晓 风 残 月',
      '晓·风·残·月',
      '晓\u200b风\u200d残月',
      '【晓风残月】',
      '★晓风残月★',
      '晓风残月🌙',
      '晓_风_残_月',
    ],
    ...[
      '晓风残月1',
      '晓风残月 02',
      '官方晓风残月',
      '晓风残月本人',
      '晓风残月（编辑）',
      '真·晓风残月',
      '晓风残月小号',
      '晓风残月V',
      '晓风残月™',
    ],
    ...['哓风残月', '晓風残月', '晓风殘月!', '晓\u{e0100}风残月', '晓风残⽉', '晓\u0301风残月'],
  ],
  未央: ['末央', '未 央', '未.央', '未央官方', '小编未央', '未央！', '未央2024', '未丨央'],
  北岸理发师: ['北岸理髮師', '北岸埋发师', '北-岸-理-发-师', '北岸理发师客服'],
  钟鼓一楼: ['鐘鼓一樓', '钟鼓ー楼', '钟鼓—楼', '钟鼓一 楼'],
  Lantern: [
    ...[
      'lantern',
      'LANTERN',
      'Ｌａｎｔｅｒｎ',
      'l4ntern',
      'L@ntern',
      'Lant3rn',
      '1antern',
      'Iantern',
      '!antern',
      'L.a.n.t.e.r.n',
      'L a n t e r n',
    ],
    ...[
      'Lаntern',
      'Lantеrn',
      'Läntern',
      'ⓛⓐⓝⓣⓔⓡⓝ',
      '𝐋𝐚𝐧𝐭𝐞𝐫𝐧',
      '𝓛𝓪𝓷𝓽𝓮𝓻𝓷',
      'ʟᴀɴᴛᴇʀɴ',
      'Lantern_official',
      'the real Lantern',
      'Lantern1',
      'Lan\u00adtern',
      'Lantem',
      '🅻🅰🅽🆃🅴🆁🅽',
    ],
    ...['Lantern🏮', 'Łantern', 'Lantérn', 'Lanтern', 'Lanterń!'],
  ],
  'Willow Corner': [
    'WillowCorner',
    'willow-corner',
    'Wil1ow C0rner',
    'VVillow Corner',
    'Willow Comer',
    'Willоw Cоrner',
    'Wi||ow Corner',
    'Willow Corner Team',
    'W!llow Corner!',
  ],
  Clover: ['C1over', 'CIover', 'C|over', 'Сlover', 'Clоvеr', 'clover_7', 'ＣＬＯＶＥＲ'],
  カエデ: ['ｶｴﾃﾞ', '力エデ', 'カ工デ', 'カ・エ・デ', 'カエデ公式'.replace('公式', '官方')],
  'Blackbird 7': ['Blackbird7', 'B1ackbird 7', '8lackbird 7', 'Вlackbird 7', 'Black_bird_7'],
  Ольха: ['ольха', 'ОЛЬХА', 'О л ь х а', 'Oльxa'],
};

/** What people call themselves. */
const ORDINARY = `
江边散步 早起的鸟 南山种豆 一叶知秋 风吹麦浪 云淡风轻 山里人家 老街坊 城南旧事 西瓜味的夏天 橘子汽水 半糖去冰 小鱼干 猫不理 爱吃火锅 夜猫子 熬夜冠军 快乐小狗 土豆不土
阳光正好 秋水长天 人间烟火 大漠孤烟 长河落日 春江花月 明月几时有 小桥流水 枯藤老树 古道西风 杨柳岸 晓风 残月 月残风晓 晓月 风月 晓晓 小风 晓风书屋 残月如钩 晓雾 清风明月
未来可期 未知数 未完待续 央央 中央公园 末班车 周末 夜未眠 未名湖 长乐未央宫 央视观众 北岸 北岸的风 南岸理发 理发师傅 理科生 发呆 师傅慢走 钟楼 鼓楼 一楼 二楼 钟鼓齐鸣 楼上的 楼下小卖部
王小明 李小红 张大山 赵四 刘一手 陈皮 孙行者 周周 吴语 郑州人 冯唐易老 褚遂良 卫生员 沈园 韩式料理 杨树下 朱雀街 秦淮河 许愿池 何处秋风 吕梁 施工队 小王 小李 小张 小玉 小鸟 小乌 老王 老李 阿强 阿珍
用户1024 路人甲 路人乙 路人丙 匿名 游客 网友 吃瓜群众 围观群众 沙发 板凳 地板 读者 读者甲 热心读者 老读者 新来的 刚注册 打酱油 潜水员 管理学 编辑老王 版主的猫 系统工程师 客服小姐姐真好 官渡 小编辑
海邊的卡夫卡 鐵道迷 臺北人 高雄港 豆漿油條 珍珠奶茶 阿里山 日月潭 台南小吃 綠島 夜市 鳳梨酥 捷運族 機車騎士 烏龍茶 讀書人 聽風的歌 雲端漫步 熱心市民 關渡平原
さくら もみじ かえで カエル デカ エデン ひまわり たんぽぽ 山田 田中 鈴木 佐藤 高橋 渡辺 ゆき はる なつ あき ふゆ ねこ いぬ コーヒー好き 東京タワー 大阪の人 のんびり屋 旅人 通りすがり 名無し
김철수 이영희 박지성 바람 하늘 구름 달빛 서울사람 부산갈매기 커피한잔 나그네
Adam Alice Anna Bob Carol Chris Dan Diana Elena Emma Erik Frank Grace Hannah Igor Jack Jill Karen Leo Linda Maria Mike Nina Oscar Paul Quentin Rosa Sam Tina Uwe Vera Walter Xenia Yves Zoe
Lan Lana Lanter Lantana Ternlan Intern Eastern Western Pattern Cantern Latern-ish Willow Corner_shop CornerWillow Pillow Billow Wallow Clove Cloverleaf Rover Hover Lover Cloud Clara Blackbird Blackbird8 Blackboard Bluebird Redbird7 Bird
SunnyDay coffee_lover night-owl bookworm42 traveller_88 MrNobody justme reader2024 catfan xX_gamer_Xx anon guest visitor nobody someone_else first_time long-time-reader
Ольга Олег Альха Ивольга Иван Мария Наталья Κώστας Ελένη محمد فاطمة דוד אסתר Nguyễn Trần Zoë Łukasz Żaneta Çelik Øystein Åsa
¯\\_(ツ)_/¯ 。。。 233333 666 888 2024 123 :) ^_^ ಠ_ಠ
`
  .trim()
  .split(/\s+/);

const STAFF = Object.keys(LOOK_ALIKES);
const isFound = (name: string, staffName: string): boolean => isDrawnLike(comparedSkeletons(visibleName(name)), nameSkeletons(staffName));

test('nineteen of twenty look-alikes are found', () => {
  const all = Object.entries(LOOK_ALIKES).flatMap(([staffName, names]) => names.map((name) => ({ staffName, name })));
  const missed = all.filter(({ name, staffName }) => !isFound(name, staffName));
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect({ missed, isEnough: missed.length / all.length <= 0.05 }).toMatchObject({ isEnough: true });
});

test('no ordinary name is', () => {
  expect(new Set(ORDINARY).size).toBeGreaterThanOrEqual(200);
  expect(ORDINARY.flatMap((name) => STAFF.filter((staffName) => isFound(name, staffName)).map((like) => ({ name, like })))).toEqual([]);
});

test('a name without a letter is like none, nor is any like it', () => {
  for (const name of ['★', '。。。', '🙂'])
    for (const other of [...STAFF, '★', '']) expect(isFound(name, other) || isFound(other, name)).toBe(false);
});

test('a name of one sign with a title beside it is another name', () => {
  expect([isFound('超级云', '云'), isFound('云1', '云'), isFound('雲', '云')]).toEqual([false, true, true]);
});

test('the staff of a site are compared: those of all sites and its own, not the disabled; anew after a second', async () => {
  let now = 5_000;
  const person = (name: string, siteIds: string[] | null = null, disabled = false) => ({
    id: name,
    email: `${name}@example.com`,
    name,
    grants: grantsOf('moderator', siteIds),
    passwordHash: '',
    invitation: null,
    secondFactor: null,
    passkeys: [],
    identity: null,
    disabled,
    createdAt: 0,
  });
  const staff = [person('晓风'), person('Lantern', ['paper']), person('未央', null, true)];
  let reads = 0;
  const listStaff = () => {
    reads++;
    return Promise.resolve(staff);
  };
  const names = createStaffNames({ accounts: { listStaff } }, () => now);
  expect(await Promise.all([names.resembledBy('demo', '曉風'), names.resembledBy('demo', 'l4ntern')])).toEqual([['晓风'], []]);
  expect([await names.resembledBy('paper', 'l4ntern'), await names.resembledBy('demo', '末央')]).toEqual([['Lantern'], []]);
  expect(reads).toBe(1);
  staff.push(person('北岸'));
  now = 6_001;
  expect(await names.resembledBy('demo', '北-岸')).toEqual(['北岸']);
});
