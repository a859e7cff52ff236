/** Pieces of neutral sentences: what people say below a local article. */
const PIECES = [
  '这条路修了三个月，终于通车了',
  '早高峰的时候还是有点堵，希望再加一趟公交',
  '图书馆周末能不能开到晚上九点',
  '老城区的梧桐树长得真好，夏天走过去很凉快',
  '停车位还是不够，晚上回来要绕好几圈',
  '小时候常去那家面馆，不知道现在还在不在',
  '文章里说的数据是哪一年的，能不能给个出处',
  '支持这个做法，别的区也可以学一学',
  '我觉得可以先试半年，看看效果再说',
  '昨天带孩子去看了，地方不大但是很用心',
  '工作人员很耐心，问什么都答得清楚',
  '雨天地面有些滑，建议铺一层防滑垫',
  '这次的照片拍得好，看着就想去走一走',
  '票价比以前贵了一点，不过还能接受',
  '希望后续有报道，别只写一篇就没有下文',
  '住在附近的人来说一句，晚上确实安静多了',
  '写得很实在，没有套话',
  '有些地方还可以更细，比如无障碍通道',
  '河边的步道什么时候能连起来',
  '菜市场搬走以后买菜要多走一站路',
];

/** Signs that fill the rest, so that texts are packed about as tightly as real ones. */
const SIGNS =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严';

/** A comment's text of 20–200 signs or so, the same for the same `random`. */
export function makeText(random: () => number): string {
  const wanted = 20 + Math.floor(random() * random() * 180);
  let text = '';
  while (text.length < wanted) {
    if (random() < 0.3) text += PIECES[Math.floor(random() * PIECES.length)];
    else for (let i = 0; i < 12; i++) text += SIGNS[Math.floor(random() * random() * SIGNS.length)];
    text += random() < 0.7 ? '，' : '。';
  }
  return `${text.slice(0, -1)}。`;
}

/** A text that is like no other: for posts that must not look like a campaign. */
export function makeUnlike(random: () => number): string {
  const sign = (): string => SIGNS[Math.floor(random() * SIGNS.length)] ?? '';
  return `${Array.from({ length: 24 }, sign).join('')}，${Array.from({ length: 16 }, sign).join('')}。`;
}

const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨';

/** A nickname. */
export function makeName(random: () => number): string {
  return `${SURNAMES[Math.floor(random() * SURNAMES.length)]}读者${Math.floor(random() * 1_000)}`;
}
