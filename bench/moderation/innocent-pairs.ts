/**
 * Words that stand by chance across the words of an innocent sentence: `word|sentence`. The last ten are the
 * word itself in innocent use, which no way of cutting words can know.
 */
const HAN = `
做爱|大家做爱心捐款
做爱|学校一起做爱国主义教育
口交|这里是重要的出口交易中心
口交|路口交警正在指挥
日你|祝今日你我同行
日你|昨日你没有来
操你|早操你去了吗
干你|有才干你就上
草你|门口那棵草你别踩
他妈|他妈妈今天来了
妈的|妈妈的味道最好
大麻|这可真是个大麻烦
大麻|背了一大麻袋米
毒品|这款消毒品质不错
毒品|换一个消毒品牌
毒品|有毒品种的蘑菇不能吃
赌博|他打赌博士也不知道
色情|电影里的角色情感细腻
色情|看到这景色情不自禁
色情|买了一套红色情侣装
约炮|节约炮弹
约炮|条约炮制的过程很长
一夜情|那一夜情绪低落
买春|快去买春节礼物
买春|奶奶去买春联
卖春|街口有卖春卷的
性交|异性交往要互相尊重
性交|学费可以一次性交清
阴道|光阴道理都懂
阴道|林阴道路很凉快
精液|洗手用的酒精液体
精液|酱油和味精液混在一起
枪支|买个手枪支架玩具
枪支|水枪支持退货吗
军火|行军火把照亮山路
发票|下午才分发票据
发票|出发票都买好了
办证|主办证书已经发了
办证|昨天举办证券论坛
套现|他买了一套现房
套现|这件外套现货供应
刷单|印刷单位已经改了
刷单|印刷单价太高
高仿|这个要提高仿真度
高仿|山太高仿佛碰到天
娱乐城|周末娱乐城里人很多
赌场|打赌场面很热闹
博彩|看微博彩蛋很有趣
博彩|他博彩众长
彩票|这片子精彩票房也高
彩票|买光彩票友会的门票
特码|这个独特码头很漂亮
特码|模特码数都偏小
百家乐|附近有上百家乐器行
百家乐|上百家乐队参加比赛
加微|要增加微量元素
加微|文字里加微笑表情
加群|他参加群众活动
加群|要增加群体免疫力
微信|有轻微信号干扰
微信|他略微信任我
迷药|昏迷药物已经用上
春药|青春药妆店开门了
春药|早春药材涨价
贩毒|小贩毒打了学徒
吸毒|不要呼吸毒气
杀人|不能抹杀人性
死妈|累死妈妈了
贱人|不分贵贱人人平等
贱人|嫌低贱人家的活
脑残|旧电脑残值不高
脑残|大脑残留的记忆
滚蛋|水翻滚蛋花就好了
去死|过去死板的规定
去死|他失去死党很难过
装逼|安装逼真的模型
假币|休假币种可以换
洗钱|先清洗钱包再晒
黑客|走进漆黑客厅
黑客|有人抹黑客服
小姐|我家大小姐妹都来了
援交|支援交通建设
援交|去声援交警
外围|站在门外围观
外围|在野外围着火堆
包养|书包养成收拾的习惯
包养|买面包养鱼
二奶|请二奶奶坐
二奶|这是第二奶茶店
情色|心情色彩都写在脸上
情色|表情色调很暖
偷情|间谍偷情报
偷情|说说小偷情况
成人|把老房子变成人气小店
成人|不合格的完成人员要重来
全套|这个安全套装很实用
上门|一早上门口就排队
上门|去晚上门票就没了
包夜|钱包夜里丢了
赌博|警方打击网上赌博
吸毒|社区宣传吸毒的危害
发票|请给我开增值税发票
贷款|房子的贷款还没还完
微信|微信支付很方便
兼职|她周末做兼职补贴家用
刷单|平台严查刷单行为
自杀|预防自杀热线
毒品|学校讲毒品的危害
诈骗|谨防电信诈骗
`;

/** Latin words inside others or across them. */
const LATIN = `
ass|class dismissed
ass|please pass the glass
cunt|Scunthorpe is a town
sex|Sussex and Essex
anal|a full analysis
cum|see the document
tit|the title of the book
cock|a peacock in the garden
dick|ask Dickens about it
rape|a bunch of grapes
penis|my pen is red
slut|absolute resolution slutsk
hell|hello shell
whore|those who read
shit|push it harder
anus|a manuscript
crap|scrap paper
`;

export interface InnocentPair {
  word: string;
  sentence: string;
}

function pairsOf(lines: string): InnocentPair[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [word = '', sentence = ''] = line.split('|');
      return { word, sentence };
    });
}

export const HAN_PAIRS: readonly InnocentPair[] = pairsOf(HAN);
export const LATIN_PAIRS: readonly InnocentPair[] = pairsOf(LATIN);

/** Where a word stands for itself; X is the word. */
export const TRUE_CONTEXTS: readonly string[] = [
  '来，X！',
  'X',
  '网上X真赚钱',
  '有人X吗',
  '不要再X了',
  '你们这些X的人',
  '今晚一起X吧',
  '专业X请联系我',
  '他就是在X',
  '快来X，马上到',
];
