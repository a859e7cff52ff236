import type { MoreTexts } from '../catalogue.ts';

/** Moving an article's comments to another key, and merging them into another article's. */
export const threadMoves: Pick<MoreTexts, 'threadMoves'> = {
  threadMoves: {
    key: '代號',
    keyHint: '更換之後，舊的代號與網址仍通向這裡',
    merge: '併入另一篇…',
    mergeTitle: '把留言併入另一篇',
    mergeHint: '「{title}」的 {n} 則公開留言與其餘留言會歸到選取的文章下；原來的網址從此顯示那一篇的留言。無法復原。',
    search: '依標題或網址尋找文章',
    found: '找到的文章',
    none: '沒有找到別的文章',
    confirm: '併入「{title}」',
    merged: '已併入「{title}」',
  },
};
