/** Gross abuse, in the list format: what insults its reader, whatever the subject. */
export const SHIPPED_ABUSE = `
操你妈	hold	abuse	split
操你娘	hold	abuse
操你大爷	hold	abuse
操你全家	hold	abuse
操你祖宗	hold	abuse
艹你妈	hold	abuse
草你妈	hold	abuse
草尼玛	hold	abuse
肏你妈	hold	abuse
日你妈	hold	abuse
日你先人	hold	abuse
日你娘	hold	abuse
干你妈	hold	abuse
幹你娘	hold	abuse
干你老母	hold	abuse
干你老師	hold	abuse
屌你老母	hold	abuse
丢你老母	hold	abuse
滚你妈	hold	abuse
去你妈的	hold	abuse
你妈死了	hold	abuse
死了妈的	hold	abuse
死全家	hold	abuse	split
全家死光	hold	abuse
全家暴毙	hold	abuse
不得好死+你	hold	abuse
祝你早日去死	hold	abuse
去死吧你	hold	abuse
你去死吧	hold	abuse
你怎么不去死	hold	abuse
傻逼	hold	abuse	substring,split
傻屄	hold	abuse	substring
煞笔东西	hold	abuse
大傻比	hold	abuse
大煞笔	hold	abuse
蠢逼	hold	abuse
贱逼	hold	abuse
骚逼	hold	abuse
臭逼	hold	abuse
妈了个逼	hold	abuse
煞逼	hold	abuse
智障东西	hold	abuse
脑残东西	hold	abuse
脑瘫东西	hold	abuse
弱智东西	hold	abuse
狗娘养的	hold	abuse
婊子养的	hold	abuse
狗杂种	hold	abuse
你个狗日的	hold	abuse
臭婊子	hold	abuse
死婊子	hold	abuse
贱人去死	hold	abuse
死贱人	hold	abuse
死破麻	hold	abuse
臭機掰	hold	abuse
死畜生	hold	abuse
王八蛋+去死	hold	abuse
fuck you	hold	abuse	leet
fuck your mother	hold	abuse	leet
motherfucker	hold	abuse	leet
kill yourself	hold	abuse
piece of shit	hold	abuse	leet
son of a bitch	hold	abuse	leet
stupid cunt	hold	abuse	leet
`;
