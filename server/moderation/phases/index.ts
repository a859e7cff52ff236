import type { Phase } from '../pipeline.ts';
import { contact } from './contact.ts';
import { duplicate } from './duplicate.ts';
import { history } from './history.ts';
import { honeypot } from './honeypot.ts';
import { links } from './links.ts';
import { pace } from './pace.ts';
import { standing } from './standing.ts';
import { words } from './words.ts';

/** The order in which a text is looked at. All findings are kept, so that the order is for reading, not for skipping. */
export const PHASES: readonly Phase[] = [
  // Who it is: what a ban says needs no text.
  standing,
  // How it came: robots give themselves away before they are read.
  honeypot,
  pace,
  duplicate,
  // What it says, in all its places: text, name, links.
  words,
  contact,
  links,
  // What is known of the author, last: it colours the rest.
  history,
];
