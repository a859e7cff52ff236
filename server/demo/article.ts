import { demoArticleText } from './article-text.ts';

/** The style of the demo article, its own file because inline style is forbidden here. */
export { demoArticleCss } from './article-css.ts';
/** The figure in the demo article. */
export { demoFigureSvg } from './figure.ts';

/** The feeds of the article's comments, for feed readers that look for them in the page (docs/feeds.md). */
function feeds(service: string, siteId: string, threadKey: string): string {
  const query = `site=${encodeURIComponent(siteId)}&amp;thread=${encodeURIComponent(threadKey)}`;
  return [
    `<link rel="alternate" type="application/atom+xml" title="评论" href="${service}/feed.xml?${query}">`,
    `<link rel="alternate" type="application/feed+json" title="评论" href="${service}/feed.json?${query}">`,
  ].join('\n');
}

/** A page of a newspaper with the comment box under it, put in exactly as any other site would. `service`: where that is, without a slash at its end. */
export function demoArticlePage({ service, siteId, threadKey }: { service: string; siteId: string; threadKey: string }): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${demoArticleText.summary}">
<title>${demoArticleText.title} - 临江日报</title>
<link rel="stylesheet" href="${service}/demo/article.css">
<link rel="icon" href="data:,">
${feeds(service, siteId, threadKey)}
</head>
<body>
<header class="masthead"><p class="paper">临江日报</p><nav aria-label="栏目"><ul><li>要闻</li><li aria-current="true">城事</li><li>文化</li><li>评论</li></ul></nav></header>
<main>
<article>
<p class="kicker">城事 · 慢行</p>
<h1>${demoArticleText.title}</h1>
<p class="byline">本报记者 <time datetime="2026-11-20">2026年11月20日</time> 来源：临江日报（演示）</p>
<p class="lead">${demoArticleText.summary}</p>
<figure><img src="${service}/demo/figure.svg" width="720" height="360" alt="夜色里，一辆公交车沿着江边的站台驶来，车窗亮着灯"><figcaption>末班车驶过江滨站。示意图</figcaption></figure>
${demoArticleText.paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n')}
<blockquote><p>${demoArticleText.quote}</p></blockquote>
${demoArticleText.ending.map((paragraph) => `<p>${paragraph}</p>`).join('\n')}
<p class="end">（完）</p>
</article>
<aside aria-label="评论">
<div id="liangju"></div>
<script async src="${service}/embed.js" data-site="${siteId}" data-thread="${threadKey}"></script>
</aside>
</main>
<footer><p>这是 <span lang="zh">两句</span> Liangju 的演示页面，城市与报纸均为虚构。</p></footer>
</body>
</html>
`;
}
