import { REPORTED_ON } from './reported-on.ts';

/** Gambling, sexual solicitation, drugs, weapons and false money for sale, in the list format. */
export const SHIPPED_VICE = `
真人荷官	hold	gambling	split
美女荷官	hold	gambling
荷官发牌	hold	gambling
线上娱乐城	hold	gambling
网上娱乐城${REPORTED_ON}	hold	gambling
娛樂城體驗金	hold	gambling
娛樂城+儲值	hold	gambling
娱乐城+注册送	hold	gambling
澳门新葡京+注册	hold	gambling
澳门线上赌场	hold	gambling
线上赌场+注册${REPORTED_ON}	hold	gambling
网上赌场+注册${REPORTED_ON}	hold	gambling
赌场开户${REPORTED_ON}	hold	gambling	split
时时彩${REPORTED_ON}	review	gambling
時時彩計劃	hold	gambling
北京赛车pk10	hold	gambling
幸运飞艇+计划	hold	gambling
六合彩${REPORTED_ON}	review	gambling
六合彩特码	hold	gambling
六合彩资料	hold	gambling
特码资料	hold	gambling
一肖中特	hold	gambling
内部透码	hold	gambling
539明牌	hold	gambling
百家乐平台${REPORTED_ON}	hold	gambling
百家乐开户${REPORTED_ON}	hold	gambling
百家乐注册${REPORTED_ON}	hold	gambling
百家乐+送彩金	hold	gambling
老虎机+注册送	hold	gambling
网上赌博+注册${REPORTED_ON}	hold	gambling
网上赌博真赚钱	hold	gambling
博彩网站+注册${REPORTED_ON}	hold	gambling
博彩平台+注册${REPORTED_ON}	hold	gambling
博彩+送彩金	hold	gambling
体育投注平台${REPORTED_ON}	hold	gambling
注册送彩金	hold	gambling
首存送彩金	hold	gambling
首充送彩金	hold	gambling
彩票计划群	hold	gambling
带你回血上岸	hold	gambling
棋牌上分	hold	gambling
棋牌+上下分	hold	gambling
捕鱼+上下分	hold	gambling
麻将透视	hold	gambling
casino bonus	hold	gambling
online casino+bonus	hold	gambling
casino+free spins	hold	gambling
sports betting tips+telegram	hold	gambling
slot gacor	hold	gambling
裸聊${REPORTED_ON}	review	porn
美女裸聊+微信	hold	porn
约炮${REPORTED_ON}	review	porn
約砲+加賴	hold	porn
外送茶+加賴	hold	porn
外送茶+妹妹	hold	porn
外約茶	hold	porn
叫小姐+上门+微信	hold	porn
一夜情+微信	hold	porn
一夜情+同城	hold	porn
上门服务+小姐+微信	hold	porn
上门服务+妹子	hold	porn
上门服务+包夜	hold	porn
全套服务+小姐	hold	porn
全套+包夜+上门	hold	porn
包夜+上门+微信	hold	porn
学生妹+上门	hold	porn
学生妹+包夜	hold	porn
外围女+预约	hold	porn
外围女+微信	hold	porn
外围模特+上门	hold	porn
楼凤+微信	hold	porn
楼凤信息	hold	porn
莞式服务	hold	porn
桑拿+全套+微信	hold	porn
援交+微信	hold	porn
援交+加賴	hold	porn
成人电影+免费看	hold	porn
成人视频+免费看	hold	porn
成人網站+免費看	hold	porn
成人直播+下载	hold	porn
看片加微信	hold	porn
看片加群	hold	porn
黄片资源+加微	hold	porn
无码资源+加微	hold	porn
福利视频+加微	hold	porn
福利姬+加微	hold	porn
私密照+加微信	hold	porn
迷情药	hold	porn
迷药+购买+微信${REPORTED_ON}	hold	drugs
催情药+微信${REPORTED_ON}	hold	drugs
听话水+微信${REPORTED_ON}	hold	drugs
冰毒+微信+货到付款${REPORTED_ON}	hold	drugs
大麻+微信+货到付款${REPORTED_ON}	hold	drugs
依托咪酯+微信${REPORTED_ON}	hold	drugs
上头电子烟+微信${REPORTED_ON}	hold	drugs
气枪+微信+货到付款${REPORTED_ON}	hold	weapons
手枪+微信+货到付款${REPORTED_ON}	hold	weapons
弓弩+微信+货到付款${REPORTED_ON}	hold	weapons
出售假币+微信${REPORTED_ON}	hold	fraud
假币+微信+货到付款${REPORTED_ON}	hold	fraud
sugar daddy wanted	hold	porn
live sex cam	hold	porn	leet
free sex cams	hold	porn	leet
escort service+whatsapp	hold	porn
call girls+whatsapp	hold	porn
`;
