import { beforeAll, expect, test } from '@jest/globals';
import { lang } from '../../client-console/choices.ts';
import { evidenceNote, findText, ruleText } from '../../client-console/i18n/evidence.ts';
import { loadAllTexts } from '../../client-console/i18n/texts.ts';
import { piecesOf } from '../../client-console/text/marks.ts';
import { reasonsOfFindings } from '../../client-console/text/reasons.ts';

beforeAll(() => {
  lang.value = 'zh-CN';
});

const at = { field: 'body', start: 0, end: 0 };

beforeAll(() => loadAllTexts());

test.each([
  ['3 readers', '3 位读者发过'],
  ['5 links', '5 个链接'],
  ['800 ms', '打开到发出只用了 1秒钟'],
  ['14/min > 10', '这一分钟 14 条，平时至多 10 条'],
  ['12/25 < 24 h', '近来 25 位作者里 12 位是今天才来的'],
  ['4/9', '最近 9 条里 4 条没有通过'],
  ['p=0.912', '可疑程度 91'],
  ['p=0.912 from 0.870', '可疑程度 91，到 87 才留下来'],
  ['+2.31', '权重 +2.31'],
  ['network:01JABC', '网段在禁言名单里'],
  ['failed:timeout', '等得太久'],
  ['later', '还没有答复'],
  ['slowed', '已进入慢速'],
  ['staff-name', '与工作人员的名字相似'],
  ['spam_label 0.87', 'spam_label 0.87'],
])('the note “%s” is said in words', (note, said) => {
  expect(evidenceNote(note)).toBe(said);
});

test('a find says what was written, what it is called and where; ids of comments are no words', () => {
  expect(findText({ field: 'name', start: 0, end: 2, note: 'disguise' }, { body: '', name: '加薇领券' })).toBe('“加薇” · 变体写法 · 昵称');
  expect(findText({ field: 'name', start: 0, end: 2, word: '晓风', note: 'staff-name' }, { body: '', name: '曉風' })).toBe(
    '“曉風” · 晓风 · 与工作人员的名字相似 · 昵称',
  );
  expect(findText({ ...at, word: '01JXYZ', note: 'similar' }, { body: '', name: '' })).toBe('与已有评论相似');
  expect(ruleText('words', { ...at, word: '代购', category: 'ad', level: 'hold', note: 'pinyin' })).toBe('词表：广告 · 代购 · 待审 · 谐音');
});

test('places in the name are marked in the name alone', () => {
  const findings = [{ phase: 'words', score: 1, active: true, evidence: [{ field: 'name', start: 0, end: 2, word: '代购' }] }];
  expect(piecesOf('代购小王', findings, 'name').map(({ text, found }) => [text, found.length])).toEqual([
    ['代购', 1],
    ['小王', 0],
  ]);
  expect(piecesOf('代购小王', findings).map(({ found }) => found.length)).toEqual([0]);
});

test('a text’s reasons are those of the rules that act', () => {
  const finding = { score: 0.8, active: true, evidence: [] };
  expect(
    reasonsOfFindings([
      {
        ...finding,
        phase: 'words',
        evidence: [
          { ...at, category: 'ad', level: 'hold' },
          { ...at, category: 'porn', level: 'mask' },
        ],
      },
      { ...finding, phase: 'duplicate' },
      { ...finding, phase: 'contact', score: 0.2 },
      { ...finding, phase: 'learner.spam', active: false },
      { ...finding, phase: 'learner.abuse', score: 0 },
      { ...finding, phase: 'reviewer.ours', verdict: 'review' },
    ]),
  ).toEqual(['words:ad', 'repeat', 'reviewer:ours']);
  const note = 'list-not-ready';
  expect(reasonsOfFindings([{ phase: 'words', score: 0, verdict: 'review', active: true, evidence: [{ ...at, note }] }])).toEqual([note]);
});
