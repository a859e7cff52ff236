import { expect, test } from '@jest/globals';
import { entriesBetween, excerptOf, joined, needsRewriting, withLevel, withoutEntries } from '../../client-console/text/word-entries.ts';

const LIST = '# 说明\n\n代购\thold\tad\n代购\tallow\tad\n发票 !-购物|增值税\tblock\tfraud\n只写词\n';

test('entries are taken out by word and level; comments and all else stay as they are', () => {
  expect(withoutEntries(LIST, [{ word: '代购', level: 'hold' }])).toBe(
    '# 说明\n\n代购\tallow\tad\n发票 !-购物|增值税\tblock\tfraud\n只写词\n',
  );
  expect(withoutEntries(LIST, [{ word: '只写词', level: 'hold' }])).not.toContain('只写词');
});

test('a word is found by what the service calls it, without its exceptions', () => {
  expect(withoutEntries(LIST, [{ word: '发票', level: 'block' }])).not.toContain('发票');
  expect(withLevel(LIST, [{ word: '发票', level: 'block' }], 'review')).toContain('发票 !-购物|增值税\treview\tfraud');
});

test('a level is set where none was written', () => {
  expect(withLevel('只写词\n', [{ word: '只写词', level: 'hold' }], 'review')).toBe('只写词\treview\n');
});

test('two lists differ by entries, not by order or by how they are written', () => {
  expect(entriesBetween('甲\n乙\thold\tad\n', '乙\thold\tad\n甲\thold\tcustom\n')).toEqual({ added: [], removed: [] });
  expect(entriesBetween('甲\n', '甲\tblock\n')).toEqual({ added: ['甲\tblock\tcustom'], removed: ['甲\thold\tcustom'] });
});

test('lists are joined at a line’s end', () => {
  expect(joined('', '甲\n')).toBe('甲\n');
  expect(joined('乙', '甲\n')).toBe('乙\n甲\n');
});

test('only what is not in the list format has to be rewritten', () => {
  expect([
    needsRewriting('list', '甲\thold'),
    needsRewriting('plain', '甲\n乙\n'),
    needsRewriting('plain', '甲,\n乙,\n'),
    needsRewriting('plain', '甲 1,3\n'),
    needsRewriting('csv', '甲,hold'),
    needsRewriting('json', '["甲"]'),
  ]).toEqual([false, false, true, true, true, true]);
});

test('an example is cut around its hit and never through a character', () => {
  const text = `${'😀'.repeat(40)}中间${'字'.repeat(40)}`;
  const start = '😀'.length * 40;
  const [before, hit, behind] = excerptOf({ text, start, end: start + 2 });
  expect([before, hit, behind]).toEqual([`…${'😀'.repeat(24)}`, '中间', `${'字'.repeat(24)}…`]);
});
