import type { ReasonCode } from '../domain/types.ts';

/** Minutes before the first start. */
type Ago = number;

/** A sample comment; its name inside of this file stands for its id. */
export interface SampleComment {
  /** Never changed or used again: its id is made of it. */
  name: string;
  /** The name of the comment that it answers; that one stands before it. */
  answers?: string;
  author: string;
  body: string;
  ago: Ago;
  up?: number;
  down?: number;
  isPinned?: boolean;
  /** The editor's badge. */
  isStaff?: boolean;
  /** A later text of it. */
  edit?: { body: string; ago: Ago };
  /** Readers who reported it. */
  reports?: readonly { reason: ReasonCode; note: string; ago: Ago }[];
  /** It was refused for this reason, and its author asks for a second look. */
  appeal?: { refusedAs: ReasonCode; refusedAgo: Ago; note: string; ago: Ago };
}

const HOUR = 60;

/** What readers of the paper write below the article: a dozen that are public. */
const PUBLIC: readonly SampleComment[] = [
  {
    name: 'tail-light',
    author: '晚班收工',
    body: '下晚班的人都懂那种感觉：一路小跑到站台，眼看末班车的尾灯拐过路口。以前打车回大学城要三十多块，一个月下来真不是小数目。延到一点，等于每天多给我们留了一盏灯。',
    ago: 46 * HOUR,
    up: 18,
  },
  {
    name: 'brakes',
    author: '老城窄巷住户',
    body: '我就住在老城那三站旁边。晚归的人有车坐，我支持；可夜里一点的刹车声，真能把孩子吵醒。“扬手即停”能少停几次是好事，能不能把进站限速也一起写进规定？',
    ago: 41 * HOUR,
    up: 20,
    down: 3,
  },
  {
    name: 'slow-in-the-lane',
    answers: 'brakes',
    author: '末班车常客',
    body: '我坐过两晚，过窄巷的时候司机开得很慢，报站喇叭也关了。比起白天的货车，动静小多了。',
    ago: 39 * HOUR,
    up: 6,
    down: 1,
  },
  {
    name: 'decibels',
    answers: 'slow-in-the-lane',
    author: '老城窄巷住户',
    body: '货车夜里不进老城，四下安静，才显得刹车响。我不是反对，就想心里有个数：到底多少分贝，测完贴在站牌上，大家都踏实。',
    ago: 37 * HOUR,
    up: 4,
  },
  {
    name: 'in-a-month',
    answers: 'decibels',
    author: '豆浆三块五',
    body: '文章里说一个月后公布客流和噪声数据，到时候可以对着看。真要是吵，换一批低噪声的刹车片也不是难事。',
    ago: 30 * HOUR,
    up: 3,
  },
  {
    name: 'gliding',
    answers: 'in-a-month',
    author: '坐后排的人',
    body: '电车起步没什么声音，响的主要是进站那一脚。提前松电门、滑进站，师傅们其实做得到。',
    ago: 28 * HOUR,
    up: 4,
  },
  {
    name: 'heard-nothing',
    answers: 'gliding',
    author: '老城窄巷住户',
    body: '这个说法我信。前天晚上有一班就是滑进来的，在家几乎没听见。希望每一班都这样。',
    ago: 26 * HOUR,
    up: 5,
  },
  {
    name: 'editor',
    author: '城事版编辑',
    body: '谢谢各位留言。问得最多的三件事：**噪声实测**、**老城三站怎么停**、**末班之后怎么接驳**，我们已经转给公交公司，有了答复就更新在这里。',
    ago: 22 * HOUR,
    up: 7,
    isPinned: true,
    isStaff: true,
  },
  {
    name: 'library',
    author: '图书馆最后一排',
    body: '期末那两周图书馆开到十二点，以前十点就得收拾东西去赶车，现在能踏踏实实看完一章。',
    ago: 20 * HOUR,
    up: 5,
    edit: {
      body: '期末那两周图书馆开到十二点，以前十点半就得收拾东西去赶车，现在能踏踏实实看完一章。（刚才把时间写成了十点，更正一下）',
      ago: 20 * HOUR - 4,
    },
  },
  {
    name: 'arrivals',
    author: '东门外的猫',
    body: '二十五分钟一趟，冬天在站台上等起来不短。站牌上能不能加一块实时到站的小屏，或者手机上查得到也行。',
    ago: 16 * HOUR,
    up: 3,
    edit: {
      body: '二十五分钟一趟，冬天在站台上等起来不短。站牌上能不能加一块实时到站的小屏，或者手机上查得到也行。等不及的可以拼车，加V信 dongmen27che，满四人走。',
      ago: 3 * HOUR,
    },
  },
  {
    name: 'no-stop',
    author: '骑车上班',
    body: '> 没人候车就不停靠\n\n这一条想得周到：省电，也省下一脚刹车。只是站牌旁边的路灯得亮些，不然司机看不清有没有人扬手。',
    ago: 11 * HOUR,
    up: 2,
  },
  {
    name: 'over-the-river',
    author: '窗边看江',
    body: '昨晚特意坐了一趟末班。给还没坐过的留个悬念：||过江那一段会把车厢的灯调暗，整条江的灯火都在窗外。||',
    ago: 5 * HOUR,
    up: 6,
  },
];

/** What waits for the moderators, beside an edit of `arrivals`. */
const HELD: readonly SampleComment[] = [
  {
    name: 'side-job',
    author: '公交兼职通知',
    body: '晚上等车无聊的看过来，兼职日结，在家就能做，一单一结，加微信 linjiang27jz，备注“公交”。',
    ago: 9 * HOUR,
  },
  {
    name: 'many-links',
    author: '夜行攻略',
    body: '整理了几份夜间出行的资料，自取：线路图 https://maps.example.com/night 、换乘表 https://timetable.example.net/27 、骑行接驳 https://bike.example.org/last-mile 、打车比价 https://fares.example.com/compare',
    ago: 7 * HOUR,
  },
  {
    name: 'move-away',
    answers: 'brakes',
    author: '站台边的风',
    body: '说到底就是矫情，嫌吵你搬走啊，难道全城的人都得踮着脚给你们让路？',
    ago: 25 * HOUR,
    up: 1,
    down: 6,
    reports: [
      { reason: 'ABUSE', note: '', ago: 24 * HOUR },
      { reason: 'ABUSE', note: '人家好好提意见，没必要这么说话', ago: 21 * HOUR },
      { reason: 'ABUSE', note: '', ago: 14 * HOUR },
    ],
  },
  {
    name: 'stickers',
    author: '巷口报刊亭',
    body: '新换的时刻表，第二天就被“代开发票”的小广告盖住了半张。麻烦公交公司派人清一清，不然末班几点都看不见。',
    ago: 18 * HOUR,
    appeal: {
      refusedAs: 'AD',
      refusedAgo: 17 * HOUR,
      note: '我是在反映站牌上的小广告，不是打广告，请再看一下。',
      ago: 2 * HOUR,
    },
  },
];

/** Every sample comment: those that are answered before their answers. */
export const SAMPLE_COMMENTS: readonly SampleComment[] = [...PUBLIC, ...HELD];
