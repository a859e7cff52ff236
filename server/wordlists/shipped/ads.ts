import { REPORTED_ON } from './reported-on.ts';

/** Advertising and fraud, in the list format. */
export const SHIPPED_ADS = `
代开发票${REPORTED_ON}	hold	ad	split
代开各类发票${REPORTED_ON}	hold	ad
发票+代开+微信	hold	ad
专业办证	hold	ad
办证刻章	hold	ad
刻章+办证+微信	hold	ad
代办+学历证+微信	hold	ad
代办+毕业证+微信	hold	ad
代办信用卡+微信	hold	ad
加微信领	hold	ad
加微信免费	hold	ad
加我微信+赚钱	hold	ad
加微信+免费领	hold	ad
加微信+返现	hold	ad
加微信+招兼职	hold	ad
加微信+一手货源	hold	ad
加V信	hold	ad
加威信领	hold	ad
加薇信领	hold	ad
加薇芯	hold	ad
加徽信	hold	ad
加扣扣群	hold	ad
加QQ群+免费领	hold	ad
进群领红包	hold	ad
扫码领红包	hold	ad
私聊领红包	hold	ad
点我头像+福利	hold	ad
点我头像+领取	hold	ad
看我主页+福利	hold	ad
看我主页+加我	hold	ad
看我头像+加我	hold	ad
看我名片+加我	hold	ad
看我资料+加我	hold	ad
加賴領	hold	ad
加賴+賺錢	hold	ad
加LINE+賺錢	hold	ad
加LINE+領取	hold	ad
兼职日结+微信	hold	ad
日结兼职	hold	ad
兼职+日结+在家	hold	ad
手机兼职+日赚	hold	ad
在家兼职+日入	hold	ad
招聘打字员+日结	hold	ad
打字兼职+日结	hold	ad
打字员+日结+微信	hold	ad
网赚项目	hold	ad
躺赚项目	hold	ad
日赚千元	hold	ad
日入过千+加我	hold	ad
日入过千+微信	hold	ad
月入过万+加我	hold	ad
副业+日入+微信	hold	ad
淘宝刷单${REPORTED_ON}	hold	fraud
刷单返利${REPORTED_ON}	hold	fraud	split
刷单+佣金+微信${REPORTED_ON}	hold	fraud
兼职刷单${REPORTED_ON}	hold	fraud
招刷手+佣金${REPORTED_ON}	hold	fraud
点赞员+佣金${REPORTED_ON}	hold	fraud
高仿手表+微信	hold	ad
高仿名牌+微信	hold	ad
原单高仿	hold	ad
高仿一比一	hold	ad
高仿A货	hold	ad
精仿一比一	hold	ad
顶级复刻+微信	hold	ad
莆田鞋+微信	hold	ad
代写论文+微信	hold	ad
代写论文+包过	hold	ad
论文代写+包过	hold	ad
代考包过	hold	ad
替考+包过	hold	ad
考前答案+微信	hold	ad
考试答案+出售+微信	hold	ad
学历提升+包过	hold	ad
无抵押贷款+秒批	hold	ad
贷款秒批	hold	ad
秒批秒下款	hold	ad
黑户贷款	hold	ad
黑户+秒下款	hold	ad
无视黑白户	hold	ad
借錢+免保人+加賴	hold	ad
身分證借款	hold	ad
信用卡套现+微信${REPORTED_ON}	hold	fraud
花呗套现+微信${REPORTED_ON}	hold	fraud
白条套现+微信${REPORTED_ON}	hold	fraud
征信修复+微信${REPORTED_ON}	hold	fraud
出售银行卡+微信${REPORTED_ON}	hold	fraud
收购银行卡+微信${REPORTED_ON}	hold	fraud
收购四件套+微信${REPORTED_ON}	hold	fraud
出租微信号+日结${REPORTED_ON}	hold	fraud
跑分平台+招人${REPORTED_ON}	hold	fraud
跑分兼职+日结${REPORTED_ON}	hold	fraud
内幕消息稳赚	hold	fraud
内幕消息+稳赚不赔	hold	fraud
稳赚不赔+加我	hold	fraud
稳赚不赔+进群	hold	fraud
稳赚不赔+微信${REPORTED_ON}	hold	fraud
带你赚钱+进群	hold	fraud
老师带单+进群	hold	fraud
老师带单+微信${REPORTED_ON}	hold	fraud
跟单喊单+群	hold	fraud
牛股推荐群	hold	fraud
免费荐股群	hold	fraud
涨停内幕+微信	hold	fraud
飆股+加賴	hold	fraud
飆股+群組	hold	fraud
炒币+带单+群	hold	fraud
虚拟币搬砖+微信${REPORTED_ON}	hold	fraud
首码项目	hold	fraud
资金盘+首码	hold	fraud
招代理+加微信	hold	ad
一手货源+微信	hold	ad
厂家直销+加微信	hold	ad
祖传秘方+加微信	hold	ad
包治百病+微信	hold	ad
减肥药+加微信	hold	ad
增大增粗	hold	ad
壮阳药+微信	hold	ad
刷粉刷赞	hold	ad
涨粉+代刷	hold	ad
buy followers	hold	ad
buy instagram followers	hold	ad
cheap viagra	hold	ad	leet
buy viagra	hold	ad	leet
payday loan	hold	ad
work from home+whatsapp	hold	ad
earn+per day+whatsapp	hold	fraud
double your bitcoin	hold	fraud
guaranteed profit+whatsapp	hold	fraud
guaranteed profit+telegram	hold	fraud
recover your lost bitcoin	hold	fraud
`;
