import { describe, expect, test } from '@jest/globals';
import { Problem } from '../../server/domain/problem.ts';
import { createLog } from '../../server/ops/log.ts';
import { StoreFull } from '../../server/store/port.ts';
import { waitFor } from '../support/wait-for.ts';

/** The lines that the log writes while the work runs. */
function linesOf(format: 'json' | 'pretty', work: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  work(createLog({ level: 'info', format }, { write: (line) => lines.push(line) }));
  return lines;
}

/** What the readable form colours with. */
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
const HOSTILE = 'a\r\nlevel=fatal \u001b[2J\u009b31m\u2028\u202eend';

describe('the log', () => {
  test('hides secrets, addresses and texts of readers by name, at any depth and in any spelling', () => {
    const hidden = 'hunter2';
    const names = [
      'authorization',
      'Cookie',
      'set-cookie',
      'x-csrf-token',
      'csrfToken',
      'password',
      'token',
      'secret',
      'readerToken',
      'email',
      'body',
      'otp',
      'X-Forwarded-For',
    ];
    for (const name of names) {
      const [line = ''] = linesOf('json', (log) => log.info({ [name]: hidden, req: { headers: [{ [name]: [hidden] }] } }, 'hello'));
      expect(line).not.toContain(hidden);
      expect(JSON.parse(line)).toMatchObject({ msg: 'hello', level: 'info', [name]: '[hidden]' });
    }
  });

  test('hides them in errors and in the facts of a child too', () => {
    const error = Object.assign(new Error('no'), { pvt: { password: 'hunter2' }, cause: new Error('inner') });
    const [line = ''] = linesOf('json', (log) => log.child({ token: 'hunter2' }).error({ err: error }, 'failed'));
    expect(line).not.toContain('hunter2');
    expect(JSON.parse(line)).toMatchObject({ err: { message: expect.stringContaining('no'), stack: expect.stringContaining('log.test') } });
  });

  test('hides tokens and passwords of addresses wherever they stand', () => {
    const reader = `ljr_${'a'.repeat(43)}`;
    const [line = ''] = linesOf('json', (log) =>
      log.info({ url: `/x?t=${reader}` }, `cannot reach mongodb://admin:hunter2@db.example.com/x`),
    );
    expect(line).not.toMatch(/hunter2|ljr_/);
    expect(line).toContain('db.example.com');
  });

  test.each(['json', 'pretty'] as const)('a hostile text is one line of %s without control signs', (format) => {
    const lines = linesOf(format, (log) => log.info({ name: HOSTILE, [HOSTILE]: 1 }, HOSTILE));
    expect(lines).toHaveLength(1);
    const own = (lines[0] ?? '').replaceAll(COLOUR, '');
    expect(own.trimEnd()).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
  });

  test('a round structure ends', () => {
    const round: Record<string, unknown> = {};
    round.self = round;
    expect(linesOf('json', (log) => log.info({ round }, 'x'))).toHaveLength(1);
  });
});

test('a full disk is told of once a second at most, with how often in between', async () => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', format: 'json' }, { write: (line) => lines.push(line) });
  const tell = (): void => {
    log.error({ err: new StoreFull('database or disk is full') }, 'store-full');
    log.error({ err: new Problem('store-full', { cause: new StoreFull('database or disk is full') }) }, 'store-full');
  };
  const began = performance.now();
  for (let i = 0; i < 500; i++) tell();
  const seconds = (performance.now() - began) / 1_000;
  expect(lines.length).toBeLessThanOrEqual(1 + Math.ceil(seconds));
  log.error({ err: new Error('another') }, 'another');
  expect(lines.at(-1)).toContain('another');
  await waitFor(() => {
    tell();
    return lines.at(-1)?.includes('leftOut') === true;
  });
});
