/** Moving an article's comments to another key, and merging them into another article's. */
export const threadMoves = {
  threadMoves: {
    key: '标识',
    keyHint: '换了以后，旧的标识和网址仍通向这里',
    merge: '并入另一篇…',
    mergeTitle: '把评论并入另一篇',
    mergeHint: '“{title}”的 {n} 条公开评论和其余评论会归到选中的文章下；原来的网址从此显示那一篇的评论。不能撤销。',
    search: '按标题或网址查找文章',
    found: '找到的文章',
    none: '没有找到别的文章',
    confirm: '并入“{title}”',
    merged: '已并入“{title}”',
  },
};
