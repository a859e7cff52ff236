import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countGraphemes, firstGraphemes } from '../../server/domain/graphemes.ts';
import { NAME_LIMIT } from '../../server/domain/name-limit.ts';
import { visibleName } from '../../server/domain/names.ts';
import { cleanName } from '../../server/people/clean-name.ts';

/** What is wrong with a name, or null. */
function faultOf(name: string): unknown {
  try {
    cleanName(name, 'author.name');
    return null;
  } catch (error) {
    return error instanceof Error && 'pub' in error ? error.pub : error;
  }
}

describe('a name of which nothing can be seen', () => {
  const blank = [
    ...[
      '\u2800',
      '\u034f',
      '\u17b4',
      '\u17b5',
      '\ufe0f',
      '\ufe0e',
      '\u0301',
      '\ufffc',
      '\ufffd',
      '\u3164',
      '\uffa0',
      '\u115f',
      '\u1160',
      '\u180b',
      '\u180e',
    ],
    ...[
      '\u200b',
      '\u200c',
      '\u200d',
      '\u2060',
      '\u2064',
      '\u00ad',
      '\u061c',
      '\ufeff',
      '\u{e0001}',
      '\u{e0067}',
      '\u{1d159}',
      '\u{1bca0}',
      '\ue000',
      '\ud800',
    ],
    ...[' ', '\u3000', '\u00a0', '\u2003', '\n', '\t', '\u0007', '\u20e3', '\u302a'],
  ];
  test('is refused, alone, repeated and with blanks', () => {
    for (const sign of blank) {
      for (const name of [sign, sign.repeat(5), ` ${sign} ${sign} `, sign + blank.join('')]) {
        expect([sign.codePointAt(0)?.toString(16), faultOf(name)]).toEqual([
          sign.codePointAt(0)?.toString(16),
          { field: 'author.name', fault: 'blank' },
        ]);
      }
    }
  });

  test('beside something seen they go', () => {
    for (const sign of blank.filter((one) => !/[\p{M}\s]/u.test(one))) {
      expect([sign.codePointAt(0)?.toString(16), cleanName(`${sign}江${sign}边${sign}`)]).toEqual([
        sign.codePointAt(0)?.toString(16),
        '江边',
      ]);
    }
    expect(cleanName('  江 \u3000 边\u0301\u0301\u0301\u0301\u0301\u0301 ')).toBe('江 边\u0301\u0301\u0301\u0301');
  });
});

describe('what belongs to a name is kept', () => {
  test.each([
    ...[
      '👨‍👩‍👧‍👦',
      '🏳️‍🌈',
      '👩🏽‍🚀',
      '❤️',
      '❤️‍🔥',
      '🇨🇳',
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
      '1️⃣',
      '👍🏿',
      '🧑‍⚖️',
      '☀️晴天',
    ],
    ...[
      'می\u200cخواهم',
      'نامه\u200cای',
      'क्\u200dष',
      'ශ්\u200dරී',
      '葛\u{e0100}城',
      'Zoë',
      'Nguyễn',
      '김철수',
      'さくら',
      '江边 散步',
      '¯\\_(ツ)_/¯',
      '。。。',
      '·',
    ],
  ])('%s', (name) => {
    expect(cleanName(name)).toBe(name.normalize('NFC'));
  });

  test.each(['🇳\u034f🇳🇳\u200d👨', '\u{1f1f3}\u2800\u{1f1f3}\u{1f1f3}\u200d👨', 'e\u034f\u0301'])('%j is clean after one call', (name) => {
    expect(visibleName(visibleName(name))).toBe(visibleName(name));
  });

  test('what was cleaned stays as it is', () => {
    const pieces = [
      '👨',
      '\u200d',
      '👩',
      '\ufe0f',
      '🇨',
      '🇳',
      'می',
      '\u200c',
      '江',
      '\u0301',
      ' ',
      '\u2800',
      '1',
      '\u20e3',
      'क्',
      '\u{e0067}',
      '\u{e007f}',
      '🏴',
      '\u034f',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (some) => {
        const once = visibleName(some.join(''));
        expect(visibleName(once)).toBe(once);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('a name as long as may be, counted as readers count', () => {
  test.each(['江', 'a', '👨‍👩‍👧‍👦', '🇨🇳', 'e\u0301\u0302', '한', 'क्षि'])('%s', (sign) => {
    // Flags side by side are pairs.
    const of = (count: number): string => sign.repeat(count);
    expect(countGraphemes(of(NAME_LIMIT))).toBe(NAME_LIMIT);
    expect(cleanName(of(NAME_LIMIT))).toBe(of(NAME_LIMIT).normalize('NFC'));
    expect(faultOf(of(NAME_LIMIT + 1))).toEqual({ field: 'author.name', fault: 'too-long', length: NAME_LIMIT + 1, limit: NAME_LIMIT });
    // The field keeps what the server takes.
    expect(firstGraphemes(of(NAME_LIMIT + 5), NAME_LIMIT)).toBe(of(NAME_LIMIT));
    expect(firstGraphemes(of(3), NAME_LIMIT)).toBe(of(3));
  });
});

describe('a name that speaks for those who keep the comments', () => {
  test.each([
    ...[
      '管理员',
      '管理員',
      '小编',
      '小編',
      '系统',
      '系統',
      '官方',
      '版主',
      '编辑部',
      '編輯部',
      '本站',
      '站长',
      '站長',
      '客服',
      'admin',
      'Admin',
      'ADMIN',
      'official',
    ],
    ...[
      '官方账号',
      '官方帳號',
      '官方帐号',
      '官方賬號',
      '本站小编',
      '系统通知',
      '系統消息',
      '超级管理员',
      '官方客服',
      '网站管理员',
      '管理员1',
      '小编 01',
      'admin_2024',
      'admin-team',
    ],
    ...[
      'adm1n',
      '@dmin',
      'аdmin',
      'ａｄｍｉｎ',
      'ᴀᴅᴍɪɴ',
      'a.d.m.i.n',
      'a d m i n',
      'Adrnin',
      'admín',
      'αdmin',
      '𝐚𝐝𝐦𝐢𝐧',
      'ⓐⓓⓜⓘⓝ',
      '0fficial',
      'off1cia1',
      'm0derat0r',
      '5y5tem',
      'ѕуѕtеm',
      'adm|n',
    ],
    ...[
      '管 理 员',
      '管.理.员',
      '管\u200b理员',
      '【官方】',
      '★小编★',
      '小编🎉',
      '管理员\u0301',
      '小编!',
      '菅埋员',
      '官方V',
      '真官方',
      '官方记者',
    ],
  ])('%s is refused', (name) => {
    expect(faultOf(name)).toEqual({ field: 'author.name', fault: 'reserved' });
  });

  test.each([
    ...[
      '管理学硕士',
      '我不是管理员',
      '小编辑',
      '太阳系统治者',
      '官渡',
      '编辑老王',
      '系统工程师',
      '版主的猫',
      '客服小姐姐真好',
      '公告',
      '的',
      '团队',
      '江边散步',
      '2024',
    ],
    ...['Adam', 'Admiral', 'Vadim', 'Systems of a Down', 'Officially me', 'team', 'the', 'Moderato', '老站', '号', '1', '小明01'],
  ])('%s is not', (name) => {
    expect(faultOf(name)).toBeNull();
  });
});
