/** In the mainland’s Chinese: taking comments out. */
export const exportTexts = {
  exports: {
    title: '导出评论',
    hint: '导出的文件由浏览器保存。评论再多也可以导出；中断后重新下载即可。',
    format: '格式',
    formats: {
      liangju: '两句（JSON Lines，最完整）',
      csv: '表格（CSV）',
      wxr: 'WordPress（WXR）',
      artrans: 'Artalk（artrans）',
      disqus: 'Disqus（XML）',
      comentario: 'Comentario（JSON）',
    },
    about: {
      liangju: '适合备份和搬到另一个两句：各种状态的评论、票数、置顶、精选和页面设置都在。',
      csv: 'Excel、WPS 能直接打开；以 = + - @ 开头的内容会加一个单引号，不会被当成公式。',
      wxr: 'WordPress 和 Disqus 的导入工具能读。没有票数和置顶。',
      artrans: 'Artalk 的导入工具能读。只放得下已发布和待审的评论。',
      disqus: '能读 Disqus 导出文件的系统都能读。没有票数，也放不下待审的评论。',
      comentario: 'Comentario 能读。作者都算访客，票数只有总分。',
    },
    statuses: '哪些评论',
    purged: '已清除的（只剩占位）',
    from: '从哪天起',
    to: '到哪天为止（不含这天）',
    thread: '只要一个页面（填网址或页面标识）',
    personal: '连同作者的个人信息（留下过的邮箱、邮箱的加密哈希等）',
    download: '下载',
    notAllowed: '只有管理员能导出评论',
  },
};
