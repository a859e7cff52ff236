import { foldCodePoint, sequenceOf } from '../wordlists/text/fold.ts';

/** Whoever bears one of these speaks for those who keep the comments. */
const RESERVED =
  '官方 小编 管理员 管理者 管理人员 版主 站长 站务 编辑部 系统 本站 客服 网管 审核员 admin administrator moderator official system webmaster';
/** What changes nothing of that when it stands beside one of them. */
const BESIDE =
  '账号 帐号 号 团队 人员 通知 消息 公告 助手 小助手 编辑 本人 认证 正式 超级 总 副 网站 论坛 社区 评论 account team bot notice support service real the site';

/** Signs that are drawn like a letter, or written for one. */
const WRITTEN_FOR: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '!': 'l',
  '|': 'l',
  0: 'o',
  1: 'l',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  i: 'l',
};

/**
 * What a name is compared with the reserved ones by: traditional forms, other widths, other scripts' look-alikes, marks,
 * capitals and digits in the place of letters all come to the same; what stands between letters goes.
 */
function drawn(name: string): string {
  let folded = '';
  for (const char of name) {
    const early = WRITTEN_FOR[char];
    const symbol = foldCodePoint(char.codePointAt(0) ?? 0);
    if (early !== undefined) folded += early;
    else if (symbol > 0) folded += String.fromCodePoint(symbol);
    else folded += String.fromCodePoint(...sequenceOf(symbol));
  }
  return [...folded]
    .map((char) => WRITTEN_FOR[char] ?? char)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

const words = (list: string): string => list.split(' ').map(drawn).join('|');
const SPEAKS = new RegExp(`^(?:${words(BESIDE)})*(?:${words(RESERVED)})(?:${words(RESERVED)}|${words(BESIDE)})*$`);

/** Is the whole name made of a reserved word and what may stand beside it, a number too? A name in which one only occurs is not. */
export function isReservedName(name: string): boolean {
  const unnumbered = name.normalize('NFKC').replace(/[\s\p{P}]*\d{1,4}$/u, '');
  return [name, unnumbered].some((one) => SPEAKS.test(drawn(one)));
}
