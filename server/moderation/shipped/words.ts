import type { WordEntry } from '../../domain/words.ts';
import { parseWordList } from '../word-list.ts';

/**
 * The list that comes with the program: advertising, gambling, sexual solicitation, fraud, gross abuse, in
 * simplified and traditional Chinese and English. Each entry was checked against ordinary texts. No names,
 * no politics: those are an operator's own duty. Most only ask people to look.
 */
const LIST = `
代开发票	hold	ad
代開發票	hold	ad
代办信用卡	hold	ad
专业办证	hold	ad
刻章办证	hold	ad
加微信领	hold	ad
加我微信	review	ad
加威信	hold	ad
加薇信	hold	ad
加賴領	hold	ad
私聊领红包	hold	ad
扫码领红包	hold	ad
兼职日结	hold	ad
日结工资	review	ad
招聘打字员	hold	ad
网赚项目	hold	ad
淘宝刷单	hold	fraud
刷单返利	hold	fraud
刷單返利	hold	fraud
兼职刷单	hold	fraud
高仿手表	hold	ad
高仿名牌	hold	ad
原单高仿	hold	ad
精仿一比一	hold	ad
代写论文	review	ad
代考包过	hold	ad
出售答案	review	ad
学历提升包过	hold	ad
无抵押贷款	hold	ad
無抵押貸款	hold	ad
黑户贷款	hold	ad
秒批秒下款	hold	ad
信用卡套现	hold	fraud
花呗套现	hold	fraud
POS机套现	hold	fraud
内幕消息稳赚	hold	fraud
稳赚不赔	review	fraud
穩賺不賠	review	fraud
带你赚钱进群	hold	fraud
老师带单	hold	fraud
老師帶單	hold	fraud
跟单喊单	hold	fraud
牛股推荐群	hold	fraud
涨停内幕	hold	fraud
杀猪盘	review	fraud
出售银行卡	hold	fraud
收购银行卡	hold	fraud
跑分平台	hold	fraud
虚拟币搬砖	hold	fraud
真人荷官	hold	gambling
美女荷官	hold	gambling
线上娱乐城	hold	gambling
線上娛樂城	hold	gambling
澳门新葡京	hold	gambling
时时彩	hold	gambling
時時彩	hold	gambling
北京赛车pk10	hold	gambling
六合彩	hold	gambling
特码资料	hold	gambling
百家乐	review	gambling
百家樂	review	gambling
赌场开户	hold	gambling
网上赌博	review	gambling
網上賭博	review	gambling
博彩平台	hold	gambling
体育投注	hold	gambling
注册送彩金	hold	gambling
首存送彩金	hold	gambling
棋牌上分	hold	gambling
麻将透视	hold	gambling
裸聊	hold	porn
约炮	hold	porn
約砲	hold	porn
一夜情	review	porn
上门服务小姐	hold	porn
全套服务小姐	hold	porn
外围女	hold	porn
外圍女	hold	porn
楼凤	hold	porn
樓鳳	hold	porn
成人电影网	hold	porn
成人視訊	hold	porn
看片加	hold	porn
福利视频加	hold	porn
迷情药	hold	porn
迷药购买	hold	drugs
出售枪支	hold	weapons
出售气枪	hold	weapons
操你妈	hold	abuse
操你媽	hold	abuse
草泥马的	hold	abuse
日你妈	hold	abuse
幹你娘	hold	abuse
干你娘	hold	abuse
傻逼	hold	abuse
煞笔东西	hold	abuse
死全家	hold	abuse
去死吧你	hold	abuse
狗娘养的	hold	abuse
婊子养的	hold	abuse
贱人去死	hold	abuse
脑残东西	review	abuse
滚你妈	hold	abuse
buy followers	hold	ad
cheap viagra	hold	ad
payday loan	hold	ad
casino bonus	hold	gambling
online casino	review	gambling
sports betting tips	hold	gambling
double your bitcoin	hold	fraud
guaranteed profit	review	fraud
work from home and earn	hold	fraud
whatsapp me on	review	ad
sugar daddy wanted	hold	porn
live sex cam	hold	porn
escort service	hold	porn
fuck you	hold	abuse
motherfucker	hold	abuse
kill yourself	hold	abuse
`;

/** The entries that come with the program. */
export const SHIPPED_WORDS: readonly WordEntry[] = parseWordList(LIST).entries;
