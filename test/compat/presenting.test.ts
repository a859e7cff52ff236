import { describe, expect, test } from '@jest/globals';
import { avatarName, avatarSvg } from '../../server/compat/avatar.ts';
import { pageOfThread, threadOfPage, websiteOf } from '../../server/compat/pages.ts';
import { safeAddress, safeHtml, safeText } from '../../server/compat/safe-text.ts';

const BLOG = 'https://blog.example.com';

describe('what themes put into their pages', () => {
  test('a text ends neither a tag nor an attribute', () => {
    expect(safeText(`<b> "x" 'y' & \`z\``)).toBe('＜b＞ ＂x＂ ＇y＇ & ｀z｀');
  });

  test('html keeps its tags, and its texts are safe once the tags are gone', () => {
    const html = `<p>他说 "好" &amp; <a href="https://a.example/?b='c" rel="nofollow">it's</a></p>`;
    const safe = safeHtml(html);
    expect(safe).toBe('<p>他说 &quot;好&quot; &amp; <a href="https://a.example/?b=&#39;c" rel="nofollow">it&#39;s</a></p>');
    expect(safe.replace(/<[^>]*>/g, '')).not.toMatch(/['"<>]/);
  });

  test('an address ends no attribute', () => {
    expect(safeAddress(`/a'b"c <d>`)).toBe('/a%27b%22c%20%3Cd%3E');
  });
});

describe('pages', () => {
  test.each([
    [['https://*.example.com', BLOG], 'https://b.example.com', 'https://b.example.com'],
    [['https://*.example.com', BLOG], undefined, BLOG],
    [['https://*.example.com', BLOG], 'null', BLOG],
    [['https://*.example.com'], undefined, null],
    [['*loopback*'], undefined, null],
  ])('of a site that allows %j, asked by %j: %j', (origins, origin, website) => {
    expect(websiteOf({ origins }, origin)).toBe(website);
  });

  test('a path names a thread as the website joins it; without a website it is a key of its own', () => {
    expect(threadOfPage('/a', BLOG)).toBe(`${BLOG}/a`);
    expect(threadOfPage('my-key', null)).toBe('my-key');
  });

  test.each([
    [{ key: `${BLOG}/a?b=1`, url: '' }, '/a?b=1'],
    [{ key: 'own-id', url: `${BLOG}/a#b` }, '/a'],
    [{ key: `${BLOG}/app#/a/1`, url: '' }, '/app#/a/1'],
    [{ key: 'own-id', url: '' }, '/'],
    [{ key: 'https://other.example/x', url: '' }, 'https://other.example/x'],
    [{ key: 'own-id', url: 'javascript:alert(1)' }, '/'],
  ])('the thread %j is the page %j', (thread, page) => {
    expect(pageOfThread(thread, BLOG)).toBe(page);
  });
});

describe('pictures', () => {
  test.each(["'x", '!a', '😀 b', '  读者 ', ''])('of %j have an address that is safe everywhere', (name) => {
    expect(avatarName(name)).toMatch(/^[\w%.~-]+$/);
  });

  test('show the first sign, whatever it is, on the colour that the box gives the name', () => {
    expect(avatarSvg(decodeURIComponent(avatarName('<script>')))).toContain('>&#60;</text>');
    expect(avatarSvg(decodeURIComponent(avatarName('读者')))).toMatch(/fill="hsl\(120 45% 30%\)".*>&#35835;<\/text>/);
    for (const text of ['', '12-', '99-x', '-', '1-"><script>']) {
      expect(avatarSvg(text)).toMatch(/^<svg [^<>]*><rect [^<>]*fill="hsl\(\d+ 45% 30%\)"\/><text [^<>]*>&#\d+;<\/text><\/svg>$/);
    }
  });
});
