/** What everybody says: not a copy of anything. Folded, runs of one sign cut to two. */
const PHRASES = `
顶 顶顶 赞 赞赞 点赞 好 好好 好的 好评 不错 很好 真好 太好了 棒 真棒 太棒了 牛 牛牛 厉害 优秀 可以 支持 加油 中国加油 同意 赞同 认同
对 对对 是 是的 没错 确实 说得对 说得好 说的对 说的好 有道理 就是 哈 哈哈 呵呵 嘿嘿 嘻嘻 呜呜 笑死 笑死我了 沙发 板凳 前排 路过 围观 打卡 签到 留名 马 马克
谢谢 感谢 多谢 谢谢分享 感谢分享 辛苦了 学习了 收藏了 已阅 关注 期待 恭喜 祝福 早 早上好 晚安 你好 嗯 嗯嗯 哦 啊 啊啊 唉 哎 无语 不懂 为什么 真的吗 真的假的 心疼 感动 泪目 致敬 一路走好 安息
頂 讚 讚讚 推 推推 贊 按讚 厲害 優秀 支持支持 對 沒錯 說得對 說得好 謝謝 感謝 感謝分享 謝謝分享 辛苦了 學習了 關注 恭喜 無語 真的嗎 致敬 卡 朝聖
1 11 2 22 3 33 6 66 8 88 9 99 233 520 666 996
good nice great cool wow ok okay yes no lol haha hahaha thanks thx thankyou agree agreed same this up mark first wellsaid sotrue true yep nope why omg xd
`;

const SET: ReadonlySet<string> = new Set(PHRASES.split(/\s+/));

/** Is it one of them? Takes folded letters without what stands between. */
export function isCommonPhrase(letters: string): boolean {
  return SET.has(letters);
}
