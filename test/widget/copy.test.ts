import { expect, test } from '@jest/globals';
import { linkTo } from '../../client-widget/parts/copy.ts';

const ARTICLE = 'https://news.example.com/articles/7';

test.each([
  ['the article’s own address, whatever was behind the page’s', ARTICLE, `${ARTICLE}?utm_source=x#top`, `${ARTICLE}#liangju-c1`],
  ['a page that shows another article', ARTICLE, 'https://news.example.com/list#/page/2', `${ARTICLE}#liangju-c1`],
  ['a route behind #', 'https://app.example.com/', 'https://app.example.com/#/post/1', 'https://app.example.com/#/post/1#liangju-c1'],
  ['a route behind #!', 'https://app.example.com/', 'https://app.example.com/#!/post/1', 'https://app.example.com/#!/post/1#liangju-c1'],
  [
    'a route with a comment named',
    'https://app.example.com/',
    'https://app.example.com/#/a#liangju-c0',
    'https://app.example.com/#/a#liangju-c1',
  ],
  [
    'an address with a route of its own',
    'https://app.example.com/#/a',
    'https://app.example.com/#/b',
    'https://app.example.com/#/a#liangju-c1',
  ],
])('a link to a comment: %s', (_, threadUrl, page, link) => {
  expect(linkTo('c1', threadUrl, page)).toBe(link);
});
