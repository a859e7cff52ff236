import { type Logger, pino } from 'pino';
import { steadyClock } from './clock.ts';
import { escapeControls, redact, redactText } from './redact.ts';

/** The logger of all modules; lines are JSON, or readable ones on a terminal. */
export type Log = Logger;

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

interface LineSink {
  write(line: string): unknown;
}

/**
 * Makes the log. Secrets, e-mail addresses, network addresses and readers' texts are hidden by name at any
 * depth, tokens wherever they stand; control characters are always escaped.
 * @param options.format `auto`: readable lines when the sink is a terminal.
 * @param sink where lines go; by default the standard output.
 */
export function createLog(
  options: { level: LogLevel; format: 'json' | 'pretty' | 'auto' },
  sink: LineSink & { isTTY?: boolean } = process.stdout,
): Log {
  const mayWrite = limitFullDisk();
  const isPretty = options.format === 'pretty' || (options.format === 'auto' && sink.isTTY === true);
  return pino(
    {
      level: options.level,
      base: { pid: process.pid },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    {
      // The finished line is cleaned, so that nothing reaches the sink by another way: neither children nor errors.
      write(line: string): void {
        const entry = asRecord(redact(JSON.parse(line)));
        if (!mayWrite(entry)) return;
        sink.write(isPretty ? readable(entry) : `${clean(JSON.stringify(entry))}\n`);
      },
    },
  );
}

/** A full disk is reported this often at most, ms: every request meets it, and the log may stand on the same disk. */
const FULL_DISK_EVERY = 1_000;

/** May the entry be written? Of those about a full disk one a second is, with the number of those left out before it. */
function limitFullDisk(): (entry: Record<string, unknown>) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  let leftOut = 0;
  return (entry) => {
    const { type, code } = asRecord(entry.err);
    if (type !== 'StoreFull' && code !== 'store-full') return true;
    const now = steadyClock();
    if (now - last < FULL_DISK_EVERY) {
      leftOut++;
      return false;
    }
    last = now;
    if (leftOut > 0) entry.leftOut = leftOut;
    leftOut = 0;
    return true;
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

const COLOURS: Readonly<Record<string, string>> = { fatal: '41', error: '31', warn: '33', info: '32', debug: '36', trace: '90' };

/** One line for a person: time, level, message, then the facts as JSON, so that nothing in them is obeyed by the terminal. */
function readable({ level, time, pid: _pid, msg, err, ...facts }: Record<string, unknown>): string {
  const name = String(level);
  const head = `${String(time).slice(11, 19)} \u001b[${COLOURS[name] ?? '0'}m${name.toUpperCase().padEnd(5)}\u001b[0m ${oneLine(msg)}`;
  const tail = Object.entries(facts).map(([key, value]) => ` \u001b[2m${oneLine(key)}=\u001b[0m${clean(JSON.stringify(value))}`);
  const { stack } = asRecord(err);
  return `${head}${tail.join('')}${stack === undefined ? '' : `\n${String(stack).split('\n').map(oneLine).join('\n')}`}\n`;
}

function clean(json: string): string {
  return escapeControls(redactText(json));
}

function oneLine(value: unknown): string {
  return value === undefined ? '' : clean(JSON.stringify(String(value)).slice(1, -1));
}
