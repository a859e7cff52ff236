import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../server/domain/changed-settings.ts';
import { pageAddress } from '../../server/domain/page-address.ts';
import { threadKeyOf } from '../../server/domain/thread-key.ts';

const BLOG = 'https://blog.example.com';

describe('a page that another system names', () => {
  test.each([
    ['/post/1.html', '/post/1.html'],
    [' /post/1.html ', '/post/1.html'],
    ['post/1', '/post/1'],
    ['?p=12', '/?p=12'],
    ['/', '/'],
    ['', '/'],
    ['/文章/二/', '/%E6%96%87%E7%AB%A0/%E4%BA%8C/'],
    ['/%E6%96%87%E7%AB%A0/%E4%BA%8C/', '/%E6%96%87%E7%AB%A0/%E4%BA%8C/'],
    ['/a b', '/a%20b'],
    ['/100%/', '/100%/'],
    ['/a/../b', '/b'],
    ['//elsewhere.example/x', '/elsewhere.example/x'],
    ['\\\\elsewhere.example\\x', '/elsewhere.example/x'],
    ['javascript:alert(1)', '/javascript:alert(1)'],
    ['mailto:a@b.example', '/mailto:a@b.example'],
  ])('%j is a path of the website', (name, path) => {
    expect(pageAddress(name, BLOG)).toBe(`${BLOG}${path}`);
  });

  test.each(['https://other.example/x?y=1#z', 'http://blog.example.com/a'])('%s stays what it is', (address) => {
    expect(pageAddress(address, BLOG)).toBe(address);
  });

  test('the path of the page that is open and its decoded form are one thread', () => {
    const keys = ['/%e6%96%87/', '/文/', `${BLOG}/文/`, 'https://BLOG.example.com:443/%E6%96%87/#top'].map((name) =>
      threadKeyOf(pageAddress(name, BLOG), DEFAULT_SETTINGS.threadKeys),
    );
    expect(new Set(keys).size).toBe(1);
  });
});
