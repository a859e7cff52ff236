import { call } from './api.ts';
import { openPage, untilAllHave } from './reader-page.ts';

/**
 * Posts to a thread of the demo site while two pages follow it, one by web socket and one by long polling.
 * @param url where the service stands, with a path where it has one. @throws where the news does not reach both.
 */
export async function newsReachesPages(url: string): Promise<void> {
  const thread = `${url}/live-news`;
  const say = async (body: string, name: string): Promise<void> => {
    const posted = { site: 'demo', thread: { key: thread, url: thread, title: '新桥' }, body, author: { name } };
    const { status } = await call(url, '/api/v1/comments', { body: posted });
    if (status !== 201) throw new Error(`a comment gave ${status}`);
  };
  await say('先有一条。', '甲');
  const pages = [await openPage(url, thread), await openPage(url, thread, { transports: ['polling'] })];
  try {
    const before = Math.min(...pages.map(({ events }) => events.length));
    await say('再来一条，大家都看得到。', '乙');
    await untilAllHave(pages, before + 1);
  } finally {
    for (const page of pages) page.close();
  }
}
