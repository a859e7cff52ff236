import type { Example } from '../../../server/learning/learner/learn.ts';

const OFFERS = ['兼职刷单日结', '低价代开票据', '贷款秒批到账', '高仿手表批发', '会员账号出租', '内部名额转让'];
const CALLS = ['加微信', '加 v 信', '私聊企鹅号', '看我名片', '扫码进群', '联系客服'];
const TAILS = ['名额有限', '先到先得', '诚信可靠', '长期有效', '24小时在线', '老客户八折'];
const VIEWS = [
  '这篇报道写得很清楚',
  '我觉得作者说得有道理',
  '公交改线以后上班方便多了',
  '图书馆周末人确实多',
  '食堂的面条比去年好吃',
  '这个数据是哪一年的',
];
const DOUBTS = ['不过想知道下雨天怎么办', '希望早点落实', '有人知道几点开门吗', '隔壁小区也是这样', '支持一下', '再观察一阵吧'];

function picked(list: readonly string[], at: number): string {
  return list[at % list.length] ?? '';
}

/** An advertisement, each number another one. */
export function advert(n: number): string {
  return `${picked(OFFERS, n)}，${picked(CALLS, Math.floor(n / 6))} ${10_000 + n * 37}，${picked(TAILS, Math.floor(n / 5))}`;
}

/** An ordinary comment, each number another one. */
export function comment(n: number): string {
  return `${picked(VIEWS, n)}，${picked(DOUBTS, Math.floor(n / 6))}，第${n}次路过`;
}

/** So many decisions, of which every `every`th is an advertisement that was refused. */
export function decisions(count: number, every = 3): Example[] {
  return Array.from({ length: count }, (_, n) => {
    const unwanted = n % every === 0;
    return { id: `c${n}:1`, text: unwanted ? advert(n) : comment(n), unwanted };
  });
}
