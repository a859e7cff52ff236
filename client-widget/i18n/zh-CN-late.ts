import type { Texts } from './zh-CN.ts';

/** What readers see when they write, in the mainland’s Chinese. */
export const zhCNLate = {
  replyPlaceholder: '回复 {name}…',
  name: '昵称',
  namePlaceholder: '怎么称呼你',
  changeName: '改名',
  as: '以“{name}”的身份发言',
  post: '发表',
  cancel: '取消',
  save: '保存',
  edit: '编辑',
  remove: '删除',
  removeAsk: '确定删除这条评论？',
  report: '举报',
  copyLink: '复制链接',
  copied: '链接已复制',
  offline: '网络已断开，内容已保存在本机',
  sending: '发送中…',
  waiting: '网络不通，已存在本机，恢复后自动发出',
  tooLong: '已超出 {n} 字',
  tooFast: '发表太快了，请 {n} 秒后再试',
  posted: '发表成功',
  held: '已提交，正在审核',
  expandTower: '展开剩余 {n} 层',
  reportTitle: '举报这条评论',
  reportAsk: '它有什么问题？',
  reportSend: '提交举报',
  reportSent: '已收到举报，谢谢',
  needName: '先留个昵称吧',
  discard: '写好的内容还没发，确定丢掉吗？',
  bold: '支持 **加粗**、> 引用、||剧透||',
  reasons: {
    AD: '广告引流',
    SPAM: '灌水刷屏',
    ABUSE: '辱骂攻击',
    HATE: '歧视仇恨',
    PORN: '色情低俗',
    GAMBLE: '赌博诈骗',
    RUMOR: '不实信息',
    PRIVACY: '泄露隐私',
    OTHER: '其他问题',
  },
} as const;

/** What is read when one writes. */
export type LateCatalogue = Texts<typeof zhCNLate>;
