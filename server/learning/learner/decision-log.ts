import { createHash } from 'node:crypto';

/** So many decisions can be taken back; older ones stay learnt. */
export const LOG_SIZE = 4096;
/** Place of no entry, and kind of an entry that was taken back. */
const GONE = 255;

/** One decision that was learnt, with what taking it back needs. */
export interface Entry {
  /** Did people refuse the text? */
  unwanted: boolean;
  /** Fingerprint of the text that was learnt. */
  text: number;
  /** What was added to the weight of each of its features, in weight units. */
  step: number;
  /** What the model predicted before it learnt the decision, 0–1 in steps of 1/65,535. */
  p: number;
}

/** The last decisions, in a ring: for undo, for handling each only once, and as the window of validation. */
export interface DecisionLog {
  /** 48-bit fingerprint of each decision's id; 0 = cannot be taken back. */
  ids: Float64Array;
  texts: Uint32Array;
  steps: Int16Array;
  ps: Uint16Array;
  /** 0 wanted, 1 unwanted, 255 none. */
  kinds: Uint8Array;
  /** Where the next one goes. */
  next: number;
  positionOf: Map<number, number>;
}

export function createDecisionLog(): DecisionLog {
  return {
    ids: new Float64Array(LOG_SIZE),
    texts: new Uint32Array(LOG_SIZE),
    steps: new Int16Array(LOG_SIZE),
    ps: new Uint16Array(LOG_SIZE),
    kinds: new Uint8Array(LOG_SIZE).fill(GONE),
    next: 0,
    positionOf: new Map(),
  };
}

function fingerprint(id: string): number {
  return createHash('sha256').update(id).digest().readUIntBE(0, 6);
}

/** 32 bits that show whether a text is the one that was learnt. */
export function textPrint(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

/** The decision on this id, or null when it is not known (any more). */
export function entryOf(log: DecisionLog, id: string): Entry | null {
  const place = log.positionOf.get(fingerprint(id));
  return place === undefined ? null : entryAt(log, place);
}

function entryAt(log: DecisionLog, place: number): Entry | null {
  const kind = log.kinds[place];
  if (kind === undefined || kind === GONE) return null;
  return {
    unwanted: kind === 1,
    text: log.texts[place] ?? 0,
    step: log.steps[place] ?? 0,
    p: (log.ps[place] ?? 0) / 0xffff,
  };
}

/** Writes a decision down; the oldest one is forgotten for it. */
export function record(log: DecisionLog, id: string, entry: Entry): void {
  const place = log.next;
  if (log.kinds[place] !== GONE) log.positionOf.delete(log.ids[place] ?? 0);
  log.ids[place] = fingerprint(id);
  log.texts[place] = entry.text;
  log.steps[place] = entry.step;
  log.ps[place] = Math.round(entry.p * 0xffff);
  log.kinds[place] = entry.unwanted ? 1 : 0;
  log.positionOf.set(log.ids[place], place);
  log.next = (place + 1) % LOG_SIZE;
}

/** Strikes a decision out; the place of the last one is free again. */
export function undoRecord(log: DecisionLog, id: string): void {
  const print = fingerprint(id);
  const place = log.positionOf.get(print);
  if (place === undefined) return;
  log.positionOf.delete(print);
  log.ids[place] = 0;
  log.texts[place] = 0;
  log.steps[place] = 0;
  log.ps[place] = 0;
  log.kinds[place] = GONE;
  if ((place + 1) % LOG_SIZE === log.next) log.next = place;
}

/** The newest decisions, newest first, at most so many. */
export function latest(log: DecisionLog, most: number): Entry[] {
  const entries: Entry[] = [];
  for (let back = 1; back <= LOG_SIZE && entries.length < most; back++) {
    const entry = entryAt(log, (log.next - back + LOG_SIZE) % LOG_SIZE);
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

/** Keeps what was predicted, but nothing can be taken back any more. */
export function closeDecisionLog(log: DecisionLog): void {
  log.positionOf.clear();
  log.ids.fill(0);
}

/** Finds the places again after the columns were filled from bytes. */
export function indexDecisionLog(log: DecisionLog): void {
  log.positionOf.clear();
  for (let place = 0; place < LOG_SIZE; place++) {
    const id = log.ids[place] ?? 0;
    if (log.kinds[place] !== GONE && id !== 0) log.positionOf.set(id, place);
  }
}
