import { nameSkeletons } from './name-skeleton.ts';

const pattern = (list: string): string =>
  list
    .split(' ')
    .flatMap((word) => [...nameSkeletons(word)])
    .join('|');

/** Skeletons of the words whose bearers speak for those who keep the comments, as alternatives of a pattern. */
export const RESERVED = pattern(
  '官方 小编 管理员 管理者 管理人员 版主 站长 站务 编辑部 系统 本站 客服 网管 审核员 admin administrator moderator official system webmaster',
);
/** The same of what changes nothing when it stands beside one of them, or beside the name of a member of staff. */
export const BESIDE = pattern(
  '账号 帐号 号 大号 小号 新号 备用 团队 人员 通知 消息 公告 助手 小助手 编辑 主编 责编 记者 本人 本尊 认证 正式 正版 真 唯一 超级 总 副 网站 论坛 社区 评论 ' +
    'account team bot notice support service real the site staff editor mod v tm',
);
