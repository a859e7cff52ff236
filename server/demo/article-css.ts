/** How the demo article looks: a newspaper's page, light and dark, from a phone to a desktop. */
export const demoArticleCss = `
:root{color-scheme:light dark;--fg:#1f2329;--fg2:#51565d;--bg:#fff;--line:#e5e6eb;--accent:#b3261e;--tint:#f7f5f2}
@media (prefers-color-scheme:dark){:root{--fg:#e6e8eb;--fg2:#b6bbc2;--bg:#17191c;--line:#2c3035;--accent:#ff8a80;--tint:#212428}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:17px/1.85 system-ui,-apple-system,"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;line-break:strict;overflow-wrap:anywhere}
.masthead{border-bottom:3px double var(--line);max-width:760px;margin:0 auto;padding:20px 20px 10px;display:flex;align-items:baseline;justify-content:space-between;gap:16px;flex-wrap:wrap}
.paper{margin:0;font:700 26px/1.2 "Songti SC","Noto Serif CJK SC","STSong",serif;letter-spacing:.18em;color:var(--accent)}
.masthead ul{display:flex;gap:18px;list-style:none;margin:0;padding:0;font-size:15px;color:var(--fg2)}
.masthead li[aria-current]{color:var(--fg);font-weight:600;border-bottom:2px solid var(--accent)}
main{max-width:760px;margin:0 auto;padding:28px 20px 0}
.kicker{margin:0 0 8px;color:var(--accent);font-size:14px;letter-spacing:.08em}
h1{margin:0 0 14px;font:700 31px/1.38 "Songti SC","Noto Serif CJK SC","STSong",serif;text-wrap:balance}
.byline{margin:0 0 22px;padding-bottom:14px;border-bottom:1px solid var(--line);color:var(--fg2);font-size:14px}
.lead{margin:0 0 22px;padding:14px 18px;background:var(--tint);border-radius:8px;color:var(--fg2);font-size:16px;line-height:1.75}
article>p{margin:0 0 1.15em;text-align:justify;text-wrap:pretty}
figure{margin:0 0 24px}figure img{display:block;width:100%;height:auto;border-radius:8px}
figcaption{margin-top:8px;color:var(--fg2);font-size:14px;line-height:1.6}
blockquote{margin:28px 0;padding:6px 0 6px 20px;border-left:4px solid var(--accent)}
blockquote p{margin:0;font:600 21px/1.6 "Songti SC","Noto Serif CJK SC","STSong",serif}
.end{color:var(--fg2);font-size:15px}
aside{margin-top:40px;padding-top:24px;border-top:8px solid var(--tint)}
footer{max-width:760px;margin:32px auto 0;padding:20px;border-top:1px solid var(--line);color:var(--fg2);font-size:14px}
footer p{margin:0}
@media (max-width:480px){body{font-size:16.5px}h1{font-size:25px}.paper{font-size:22px}.masthead,main{padding-left:16px;padding-right:16px}aside{margin-left:-16px;margin-right:-16px;padding-left:16px;padding-right:16px}}
`;
