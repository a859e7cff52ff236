import { type LocalizedText, localize } from '../config/localized-text.ts';
import type { Cli } from './command.ts';

const WIDTH = 30;
/** A terminal is drawn anew this often, ms; where lines are kept there is one for every tenth. */
const DRAW_INTERVAL = 100;
const TENTH = 10;

/** Shows how far long work is: a bar on a terminal, else now and then a line. */
export interface Progress {
  /** @param share 0–1. */
  at(what: LocalizedText, share: number): void;
  /** The same for work whose end is not known: how much has been done. A terminal alone shows it. */
  count(what: LocalizedText, done: number): void;
  /** Takes the bar away, so that something else can be shown. */
  clear(): void;
}

/** @param now in ms. */
export function createProgress(cli: Cli, now: () => number): Progress {
  let drawnAt = 0;
  let tenth = 0;
  let last = '';
  let isDrawn = false;

  function clear(): void {
    if (isDrawn) cli.err('\r\u001b[2K');
    isDrawn = false;
  }

  return {
    at(what, share) {
      const text = localize(cli.langs, what);
      const percent = Math.min(100, Math.floor(share * 100));
      if (cli.isTerminal) {
        if (now() - drawnAt < DRAW_INTERVAL) return;
        drawnAt = now();
        const full = Math.round((percent / 100) * WIDTH);
        cli.err(`\r\u001b[2K[${'#'.repeat(full)}${' '.repeat(WIDTH - full)}] ${percent} % ${text}`);
        isDrawn = true;
        return;
      }
      if (text !== last) tenth = 0;
      last = text;
      if (Math.floor(percent / TENTH) <= tenth) return;
      tenth = Math.floor(percent / TENTH);
      cli.err(`${text} ${percent} %\n`);
    },
    count(what, done) {
      if (!cli.isTerminal || now() - drawnAt < DRAW_INTERVAL) return;
      drawnAt = now();
      cli.err(`\r\u001b[2K${localize(cli.langs, what)} ${done}`);
      isDrawn = true;
    },
    clear,
  };
}
