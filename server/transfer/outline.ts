/**
 * Which comment of a file answers which, for files of any order: some 50 bytes a comment instead of its text. The
 * first reading of a file fills it, the second asks it what becomes of a comment and what stands above it.
 */
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CommentId } from '../domain/types.ts';
import type { Above, Fate, OutlineEntry, Settled } from './outline-entry.ts';
import { SKIP_REASONS } from './spool.ts';

const ID_BYTES = 26;
/** An id is ten signs of time and sixteen that are hashed or random; these alone distinguish two comments. */
const TAIL_BEGIN = 10;
const NONE = -1;
const UNSEEN = 0;
/** A chain of answers longer than this is cut: no reader follows it, and each comment carries its whole chain. */
const DEEPEST = 500;
/** So many comments are settled without looking at what else there is to do. */
const AT_A_TIME = 20_000;

/** The flags of a comment stand in the lower bits, why it is left out in the upper ones. */
const REASON_SHIFT = 4;
const KEPT = 1;
/** A comment that is kept stands somewhere below it. */
const NEEDED = 2;
/** It named a parent and became a top-level one. */
const ORPHAN = 4;
/** It was hung on the top of its conversation. */
const REHUNG = 8;

/** Another in each process: ids of a file cannot be made to stand in one place. */
const SEED = randomBytes(4).readInt32LE();
const mixed = (hash: number, code: number): number => {
  const product = Math.imul(hash ^ code, 0x5bd1e995);
  return product ^ (product >>> 15);
};

export class Outline {
  #ids = Buffer.alloc(0);
  #parents = new Int32Array(0);
  #roots = new Int32Array(0);
  #pages = new Int32Array(0);
  /** Its number in the file; 0 while it was only named as a parent. */
  #numbers = new Int32Array(0);
  #flags = new Uint8Array(0);
  #slots = new Int32Array(1024).fill(NONE);
  #size = 0;

  /** Notes a comment; false when one of this id has been noted. */
  add({ id, number, page, parentTail, rootTail, skip }: OutlineEntry): boolean {
    const own = this.#find(id.slice(TAIL_BEGIN));
    if (this.#numbers[own] !== UNSEEN) return false;
    this.#ids.write(id, own * ID_BYTES, 'latin1');
    this.#numbers[own] = number;
    this.#pages[own] = page;
    this.#flags[own] = skip === null ? KEPT : SKIP_REASONS.indexOf(skip) << REASON_SHIFT;
    // Finding another may move everything: the places are looked up after it.
    const parent = parentTail === null ? NONE : this.#find(parentTail);
    const root = rootTail === null ? NONE : this.#find(rootTail);
    this.#parents[own] = parent;
    this.#roots[own] = root;
    return true;
  }

  /**
   * Settles who answers whom, once all are added. A comment hangs on its parent when that is in the file and on the same page,
   * else on the top of its conversation under the same conditions, else it becomes a top-level one; so does the one in a
   * ring that answers the ring's first in the file, and one that stands too deep.
   */
  async settle(): Promise<Settled> {
    await this.#each((at) => this.#link(at));
    await this.#openRings();
    await this.#each((at) => {
      if (this.#has(at, KEPT)) this.#needAbove(at);
    });
    const maxDepth = await this.#cutDeep();
    const pages = new Set<number>();
    const settled = { stored: 0, placeHolders: 0, leftOut: {}, pages, orphans: 0, rehung: 0, maxDepth } satisfies Settled;
    await this.#each((at) => this.#count(settled, pages, at));
    return settled;
  }

  /** Others have their turn in between. */
  async #each(take: (at: number) => void): Promise<void> {
    for (let at = 0; at < this.#size; at++) {
      if (this.#isThere(at)) take(at);
      if (at % AT_A_TIME === AT_A_TIME - 1) await nextTurn();
    }
  }

  /** What becomes of a comment, once all is settled; null for a second one of the same id. */
  fateOf(id: CommentId, number: number): Fate | null {
    const at = this.#find(id.slice(TAIL_BEGIN));
    if (this.#numbers[at] !== number) return null;
    if (this.#has(at, KEPT)) return 'kept';
    return this.#has(at, NEEDED) ? 'place-holder' : 'left-out';
  }

  /** What stands above a comment that was added, once all is settled. */
  above(id: CommentId): Above {
    const ancestors: CommentId[] = [];
    let at = this.#parents[this.#find(id.slice(TAIL_BEGIN))] ?? NONE;
    for (; at !== NONE; at = this.#parents[at] ?? NONE) ancestors.push(this.#idAt(at));
    ancestors.reverse();
    return { parentId: ancestors.at(-1) ?? null, rootId: ancestors[0] ?? id, ancestors };
  }

  #count(settled: Settled, pages: Set<number>, at: number): void {
    if (!this.#isStored(at)) {
      const reason = SKIP_REASONS[(this.#flags[at] ?? 0) >> REASON_SHIFT];
      if (reason !== undefined) settled.leftOut[reason] = (settled.leftOut[reason] ?? 0) + 1;
      return;
    }
    settled.stored++;
    pages.add(this.#pages[at] ?? 0);
    if (!this.#has(at, KEPT)) settled.placeHolders++;
    if (this.#has(at, ORPHAN)) settled.orphans++;
    else if (this.#has(at, REHUNG)) settled.rehung++;
  }

  #link(at: number): void {
    const parent = this.#parents[at] ?? NONE;
    const root = this.#roots[at] ?? NONE;
    if (this.#isBeside(parent, at)) return;
    if (root !== at && this.#isBeside(root, at)) {
      this.#parents[at] = root;
      this.#mark(at, REHUNG);
      return;
    }
    this.#parents[at] = NONE;
    if (parent !== NONE || (root !== NONE && root !== at)) this.#mark(at, ORPHAN);
  }

  /** Is the first in the file, and on the page of the second? */
  #isBeside(other: number, at: number): boolean {
    return other !== NONE && this.#isThere(other) && this.#pages[other] === this.#pages[at];
  }

  async #openRings(): Promise<void> {
    const walks = new Int32Array(this.#size);
    await this.#each((first) => {
      let at = first;
      while (at !== NONE && walks[at] === 0) {
        walks[at] = first + 1;
        at = this.#parents[at] ?? NONE;
      }
      if (at !== NONE && walks[at] === first + 1) this.#openRing(at);
    });
  }

  #openRing(within: number): void {
    let [earliest, opened] = [within, within];
    let at = within;
    do {
      const parent = this.#parents[at] ?? NONE;
      if ((this.#numbers[parent] ?? 0) <= (this.#numbers[earliest] ?? 0)) [earliest, opened] = [parent, at];
      at = parent;
    } while (at !== within);
    this.#parents[opened] = NONE;
    this.#mark(opened, ORPHAN);
  }

  #needAbove(first: number): void {
    for (let at = this.#parents[first] ?? NONE; at !== NONE && !this.#has(at, NEEDED); at = this.#parents[at] ?? NONE)
      this.#mark(at, NEEDED);
  }

  /** Opens what stands too deep; gives the greatest depth of those that are stored. */
  async #cutDeep(): Promise<number> {
    const depths = new Int16Array(this.#size).fill(NONE);
    const path: number[] = [];
    let most = 0;
    await this.#each((first) => {
      if (!this.#isStored(first)) return;
      for (let at = first; at !== NONE && depths[at] === NONE; at = this.#parents[at] ?? NONE) path.push(at);
      for (let at = path.pop(); at !== undefined; at = path.pop()) {
        const parent = this.#parents[at] ?? NONE;
        const depth = parent === NONE ? 0 : (depths[parent] ?? 0) + 1;
        if (depth > DEEPEST) {
          this.#parents[at] = NONE;
          this.#mark(at, ORPHAN);
        }
        depths[at] = depth > DEEPEST ? 0 : depth;
        most = Math.max(most, depths[at] ?? 0);
      }
    });
    return most;
  }

  #isThere(at: number): boolean {
    return this.#numbers[at] !== UNSEEN;
  }

  #isStored(at: number): boolean {
    return this.#isThere(at) && ((this.#flags[at] ?? 0) & (KEPT | NEEDED)) !== 0;
  }

  #has(at: number, flag: number): boolean {
    return ((this.#flags[at] ?? 0) & flag) !== 0;
  }

  #mark(at: number, flag: number): void {
    this.#flags[at] = (this.#flags[at] ?? 0) | flag;
  }

  #idAt(at: number): CommentId {
    return this.#ids.toString('latin1', at * ID_BYTES, (at + 1) * ID_BYTES);
  }

  #tailAt(at: number): string {
    return this.#ids.toString('latin1', at * ID_BYTES + TAIL_BEGIN, (at + 1) * ID_BYTES);
  }

  #find(tail: string): number {
    if (this.#size * 2 >= this.#slots.length) this.#widen();
    let slot = this.#slotOf(tail);
    for (let at = this.#slots[slot] ?? NONE; at !== NONE; at = this.#slots[slot] ?? NONE) {
      if (this.#tailAt(at) === tail) return at;
      slot = (slot + 1) % this.#slots.length;
    }
    if (this.#size === this.#parents.length) this.#grow();
    const made = this.#size++;
    this.#slots[slot] = made;
    this.#ids.write(tail, made * ID_BYTES + TAIL_BEGIN, 'latin1');
    this.#parents[made] = NONE;
    this.#roots[made] = NONE;
    return made;
  }

  #slotOf(tail: string): number {
    let hash = SEED;
    for (let i = 0; i < tail.length; i++) hash = mixed(hash, tail.charCodeAt(i));
    return (hash >>> 0) % this.#slots.length;
  }

  /** The same of one that is there. */
  #slotAt(at: number): number {
    let hash = SEED;
    const end = (at + 1) * ID_BYTES;
    for (let i = at * ID_BYTES + TAIL_BEGIN; i < end; i++) hash = mixed(hash, this.#ids[i] ?? 0);
    return (hash >>> 0) % this.#slots.length;
  }

  #grow(): void {
    const most = Math.max(1024, this.#parents.length * 2);
    const wider = (from: Int32Array): Int32Array<ArrayBuffer> => {
      const to = new Int32Array(most);
      to.set(from);
      return to;
    };
    const ids = Buffer.alloc(most * ID_BYTES);
    this.#ids.copy(ids);
    this.#ids = ids;
    const flags = new Uint8Array(most);
    flags.set(this.#flags);
    this.#flags = flags;
    this.#parents = wider(this.#parents);
    this.#roots = wider(this.#roots);
    this.#pages = wider(this.#pages);
    this.#numbers = wider(this.#numbers);
  }

  #widen(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(NONE);
    for (let at = 0; at < this.#size; at++) {
      let slot = this.#slotAt(at);
      while (this.#slots[slot] !== NONE) slot = (slot + 1) % this.#slots.length;
      this.#slots[slot] = at;
    }
  }
}
