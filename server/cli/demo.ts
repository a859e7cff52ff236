import { localize } from '../config/localized-text.ts';
import { clearSample } from '../demo/clear-sample.ts';
import type { Command } from './command.ts';
import { withStore } from './store.ts';

/** `liangju demo clear` */
export const demoClear: Command = {
  name: 'demo clear',
  args: [],
  action: 'comment.purge',
  about: {
    'zh-CN': '彻底删除示例评论，连同对它们的回复、投票、举报和待审案件。',
    'zh-TW': '徹底刪除範例留言，連同對它們的回覆、投票、檢舉與待審案件。',
    en: 'Deletes the sample comments for good, with the answers to them, their votes, reports and cases.',
  },
  options: {},
  run: (cli, called) =>
    withStore(cli, called, async (deps) => {
      const count = await clearSample(deps);
      const done =
        count === 0
          ? { 'zh-CN': '没有示例评论。', 'zh-TW': '沒有範例留言。', en: 'There are no sample comments.' }
          : {
              'zh-CN': `已删除 ${count} 条评论。`,
              'zh-TW': `已刪除 ${count} 則留言。`,
              en: `Comments deleted: ${count}.`,
            };
      cli.out(`${localize(cli.langs, done)}\n`);
      return 0;
    }),
};
