import type { Texts } from '../../client-shared/i18n.ts';

/** What readers see at first, in the mainland’s Chinese. */
export const zhCN = {
  heading: '我来说两句',
  count: '共 {n} 条',
  placeholder: '说说你的看法…',
  reply: '回复',
  up: '支持',
  down: '反对',
  upNamed: '支持，已有 {n} 人（{name}）',
  downNamed: '反对，已有 {n} 人（{name}）',
  sort: '排序',
  hotOnes: '热评',
  newest: '最新',
  hot: '最热',
  oldest: '最早',
  loading: '正在加载评论…',
  empty: '还没有评论，来说两句吧',
  none: '还没有评论',
  loadFailed: '评论加载失败。',
  retry: '重试',
  loadMore: '加载更多',
  moreReplies: '展开 {n} 条回复',
  restReplies: '查看更多回复',
  removed: '该评论已删除',
  erased: '已注销用户',
  closed: '本文评论已关闭',
  edited: '已编辑',
  author: '作者',
  staff: '编辑',
  region: 'IP 属地：',
  pinned: '置顶',
  featured: '精选',
  replyTo: '回复 @{name}',
  expand: '展开全文',
  collapse: '收起',
  justNow: '刚刚',
} as const;

/** The texts of the first parts. */
export type Catalogue = Texts<typeof zhCN>;
