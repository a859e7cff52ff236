import { type LocalizedText, localize } from '../config/localized-text.ts';
import { addressOf } from '../config/load.ts';
import { Problem } from '../domain/problem.ts';
import type { Site, Thread } from '../domain/types.ts';
import { isUnfilledKey, threadKeyOf } from '../domain/thread-key.ts';
import type { Store } from '../store/port.ts';
import { planMoves, type ThreadMovePlan } from '../threads/plan-moves.ts';
import { changeThread } from '../threads/change-thread.ts';
import { mergeThreads } from '../threads/merge-threads.ts';
import { keyChange } from '../threads/thread-key-change.ts';
import { type Called, type Cli, type Command, Failed, type Option, WrongUse } from './command.ts';
import { wantSite } from './site.ts';
import { OPERATOR, type Opened, withStore } from './store.ts';
import { table } from './table.ts';

const JSON_OPTION: Option = { type: 'boolean', about: { 'zh-CN': '输出 JSON', 'zh-TW': '輸出 JSON', en: 'print JSON' } };
const SITE_OPTION: Option = {
  type: 'string',
  value: 'ID',
  isRequired: true,
  about: { 'zh-CN': '哪个站点', 'zh-TW': '哪個站點', en: 'which site' },
};
const DRY_RUN: Option = {
  type: 'boolean',
  about: { 'zh-CN': '只列出会怎样，什么都不改', 'zh-TW': '只列出會怎樣，什麼都不改', en: 'list what would happen, and change nothing' },
};
const PAGE = 200;
const ATTEMPTS = 10;

/** All threads of a site, newest first. */
async function threadsOf({ threads }: Pick<Store, 'threads'>, siteId: string): Promise<Thread[]> {
  const found: Thread[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await threads.list({ siteId, limit: PAGE, cursor });
    found.push(...items);
    if (nextCursor === null) return found;
    cursor = nextCursor;
  }
}

/** `liangju thread list` */
export const threadList: Command = {
  name: 'thread list',
  args: [],
  action: 'moderation.read',
  about: { 'zh-CN': '列出一个站点的评论串。', 'zh-TW': '列出一個站點的留言串。', en: 'Lists the threads of a site.' },
  options: { site: SITE_OPTION, json: JSON_OPTION },
  run: (cli, called) =>
    withStore(cli, called, async ({ store }) => {
      const site = await wantSite(store, siteIdOf(called));
      const found = await threadsOf(store, site.id);
      const oldKeys = await store.threads.oldKeys(found.map(({ id }) => id));
      const rows = found.map(({ id, key, url, title, commentCount, closed }) => {
        return { id, key, url, title, comments: commentCount, closed, movedFrom: oldKeys.get(id) ?? [] };
      });
      if (called.own.has('json')) cli.out(`${JSON.stringify(rows, null, 2)}\n`);
      else cli.out(table(rows.map(({ key, comments, title }) => [String(comments), key, title])));
      return 0;
    }),
};

/** `liangju thread move OLD NEW` */
export const threadMove: Command = {
  name: 'thread move',
  args: ['OLD', 'NEW'],
  action: 'thread.change',
  about: {
    'zh-CN': '给评论串换一个标识或网址，旧的仍通向它。OLD 和 NEW 以 * 结尾时换整个域名或目录；目标已有评论串的，并入它。',
    'zh-TW': '給留言串換一個代號或網址，舊的仍通向它。OLD 與 NEW 以 * 結尾時換整個網域或目錄；目標已有留言串的，併入它。',
    en: 'Gives a thread another key or address; the old one leads to it. OLD and NEW that end with * move a whole domain or folder; where the target has a thread, the two are merged.',
  },
  options: { site: SITE_OPTION, 'dry-run': DRY_RUN, json: JSON_OPTION },
  run: (cli, called) =>
    withStore(cli, called, async (deps) => {
      const site = await wantSite(deps.store, siteIdOf(called));
      const [from = '', to = ''] = called.args;
      if (from.includes('*') !== to.includes('*') || [from, to].some((text) => /\*./.test(text))) throw wrongStar();
      const plans = from.endsWith('*') ? await plansOfAll(deps, site, from, to) : [await planOfOne(deps, site, from, to)];
      return carryOut(cli, called, deps, site, plans);
    }),
};

/** `liangju thread merge FROM INTO` */
export const threadMerge: Command = {
  name: 'thread merge',
  args: ['FROM', 'INTO'],
  action: 'thread.change',
  about: {
    'zh-CN': '把一个评论串的全部评论并入另一个；它的标识从此通向另一个。',
    'zh-TW': '把一個留言串的全部留言併入另一個；它的代號從此通向另一個。',
    en: 'Brings all comments of a thread to another, to which its keys lead from then on.',
  },
  options: { site: SITE_OPTION, 'dry-run': DRY_RUN, json: JSON_OPTION },
  run: (cli, called) =>
    withStore(cli, called, async (deps) => {
      const site = await wantSite(deps.store, siteIdOf(called));
      const [from, into] = await Promise.all(called.args.map((text) => wantThread(deps, site, text)));
      if (from === undefined || into === undefined || from.id === into.id) throw sameThread();
      return carryOut(cli, called, deps, site, [{ thread: from, key: into.key, into }]);
    }),
};

const siteIdOf = ({ own }: Called): string => own.get('site')?.[0] ?? '';

/** The thread of a key or an address as it was typed. @throws Failed when there is none. */
async function wantThread({ store }: Pick<Opened, 'store'>, site: Site, typed: string): Promise<Thread> {
  const thread = await store.threads.find(site.id, threadKeyOf(typed, site.settings.threadKeys));
  if (thread !== null) return thread;
  throw new Failed({
    'zh-CN': `站点 ${site.id} 没有评论串 ${typed}。`,
    'zh-TW': `站點 ${site.id} 沒有留言串 ${typed}。`,
    en: `The site ${site.id} has no thread ${typed}.`,
  });
}

async function planOfOne(deps: Opened, site: Site, from: string, to: string): Promise<ThreadMovePlan> {
  const thread = await wantThread(deps, site, from);
  const key = threadKeyOf(to, site.settings.threadKeys);
  if (isUnfilledKey(key)) throw new WrongUse({ 'zh-CN': 'NEW 不能用。', 'zh-TW': 'NEW 不能用。', en: 'NEW cannot be used.' });
  const there = await deps.store.threads.find(site.id, key);
  if (key === thread.key) throw sameThread();
  return { thread, key, into: there !== null && there.id !== thread.id && there.key === key ? there : null };
}

async function plansOfAll({ store }: Opened, site: Site, from: string, to: string): Promise<ThreadMovePlan[]> {
  const plans = planMoves(await threadsOf(store, site.id), site.settings.threadKeys, { from: from.slice(0, -1), to: to.slice(0, -1) });
  if (plans !== null) return plans;
  throw wrongStar();
}

/** Does what is planned, or lists it. Each is whole; those before one that fails stand. */
async function carryOut(cli: Cli, called: Called, deps: Opened, site: Site, plans: readonly ThreadMovePlan[]): Promise<number> {
  const { settings } = deps;
  const ownOrigin = new URL(settings.publicUrl ?? addressOf(settings.host, settings.port)).origin;
  const isDry = called.own.has('dry-run');
  const done: { from: string; to: string; comments: number; what: 'moved' | 'merged' }[] = [];
  for (const { thread, key, into } of plans) {
    const what = into === null ? 'moved' : 'merged';
    done.push({ from: thread.key, to: key, comments: thread.commentCount, what });
    if (isDry) continue;
    if (into === null) await moveTo(deps, site, thread, keyChange(site, ownOrigin, { key }));
    else await mergeInto(deps, site, thread, key);
  }
  if (called.own.has('json')) {
    cli.out(`${JSON.stringify({ dryRun: isDry, threads: done }, null, 2)}\n`);
    return 0;
  }
  const words: Readonly<Record<'moved' | 'merged', LocalizedText>> = {
    moved: { 'zh-CN': '移动', 'zh-TW': '移動', en: 'moved' },
    merged: { 'zh-CN': '合并', 'zh-TW': '合併', en: 'merged' },
  };
  cli.out(table(done.map(({ from, to, comments, what }) => [localize(cli.langs, words[what]), String(comments), from, '→', to])));
  cli.out(`${localize(cli.langs, totalText(done.length, isDry))}\n`);
  return 0;
}

/** A post may correct the thread's title at the same moment: then its key is changed once more on what is there. */
async function moveTo(deps: Opened, site: Site, planned: Thread, change: ReturnType<typeof keyChange>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const thread = (await deps.store.threads.get([planned.id])).get(planned.id);
    if (thread === undefined || thread.siteId !== site.id) return;
    try {
      await changeThread(deps, OPERATOR, thread, change);
      return;
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'stale-revision') || attempt === ATTEMPTS) throw error;
    }
  }
}

/** The target may have been moved or merged by an earlier one of the same run: what its key leads to now counts. */
async function mergeInto(deps: Opened, site: Site, planned: Thread, key: string): Promise<void> {
  const [thread, into] = [(await deps.store.threads.get([planned.id])).get(planned.id), await deps.store.threads.find(site.id, key)];
  if (thread !== undefined && into !== null) await mergeThreads(deps, OPERATOR, thread, into);
}

function totalText(n: number, isDry: boolean): LocalizedText {
  if (isDry) return { 'zh-CN': `将改动 ${n} 个评论串。`, 'zh-TW': `將改動 ${n} 個留言串。`, en: `${n} threads would be changed.` };
  return { 'zh-CN': `已改动 ${n} 个评论串。`, 'zh-TW': `已改動 ${n} 個留言串。`, en: `${n} threads were changed.` };
}

const wrongStar = (): WrongUse =>
  new WrongUse({
    'zh-CN': 'OLD 和 NEW 要么都以 * 结尾，且是 http(s) 网址，要么都不含 *。',
    'zh-TW': 'OLD 與 NEW 要麼都以 * 結尾，且是 http(s) 網址，要麼都不含 *。',
    en: 'OLD and NEW both end with * and are http(s) addresses, or neither has a *.',
  });
const sameThread = (): Failed =>
  new Failed({ 'zh-CN': '两个是同一个评论串。', 'zh-TW': '兩個是同一個留言串。', en: 'Both are the same thread.' });
