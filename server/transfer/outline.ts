/**
 * Which comment of a file answers which, for files of any order: 42 bytes a comment instead of its text. The
 * first reading of a file fills it, the second asks it for the way from the top to a comment.
 */
import type { CommentId } from '../domain/types.ts';

const ID_BYTES = 26;
/** An id is ten signs of time and sixteen that are hashed or random; these alone distinguish two comments. */
const TAIL_BEGIN = 10;
const NO_PARENT = -1;
const UNSEEN = 0;
const UNKNOWN = -1;
const UNDER_WAY = -2;
/** A chain of answers longer than this is cut: no reader follows it, and each comment carries its whole chain. */
const DEEPEST = 500;

/** What the comment under a number answers. */
export interface Above {
  parentId: CommentId | null;
  rootId: CommentId;
  ancestors: CommentId[];
}

export class Outline {
  #ids = Buffer.alloc(0);
  #parents = new Int32Array(0);
  #threads = new Int32Array(0);
  /** In which line it stands; 0 while it was only named as a parent. */
  #lines = new Int32Array(0);
  #slots = new Int32Array(1024).fill(NO_PARENT);
  #size = 0;

  /**
   * Notes a comment.
   * @param id the id that it will have.
   * @param parentTail what `tailOf` gives for its parent, or null.
   * @returns false when the comment stands in an earlier line.
   */
  add(id: CommentId, line: number, thread: number, parentTail: string | null): boolean {
    const own = this.#find(id.slice(TAIL_BEGIN));
    if (this.#lines[own] !== UNSEEN) return false;
    this.#ids.write(id, own * ID_BYTES, 'latin1');
    this.#lines[own] = line;
    this.#threads[own] = thread;
    // Finding the parent may move everything: the places are looked up after it.
    const parent = parentTail === null ? NO_PARENT : this.#find(parentTail);
    this.#parents[own] = parent;
    return true;
  }

  /**
   * Settles who answers whom once all are added: a comment whose parent is not in the file or is in another thread,
   * that answers itself in the end, or that stands too deep becomes a top-level one.
   * @returns how many became so.
   */
  settle(): number {
    const depths = new Int16Array(this.#size).fill(UNKNOWN);
    const path: number[] = [];
    let cut = 0;
    const open = (at: number): void => {
      this.#parents[at] = NO_PARENT;
      cut++;
    };
    for (let first = 0; first < this.#size; first++) {
      if (this.#lines[first] === UNSEEN) continue;
      for (let at = first; depths[at] === UNKNOWN; ) {
        depths[at] = UNDER_WAY;
        path.push(at);
        const parent = this.#parents[at] ?? NO_PARENT;
        if (parent === NO_PARENT) break;
        const isThere = this.#lines[parent] !== UNSEEN && this.#threads[parent] === this.#threads[at];
        if (isThere && depths[parent] !== UNDER_WAY) at = parent;
        else open(at);
      }
      for (let at = path.pop(); at !== undefined; at = path.pop()) {
        if (this.#depthBelow(depths, at) > DEEPEST) open(at);
        depths[at] = this.#depthBelow(depths, at);
      }
    }
    return cut;
  }

  #depthBelow(depths: Int16Array, at: number): number {
    const parent = this.#parents[at] ?? NO_PARENT;
    return parent === NO_PARENT ? 0 : (depths[parent] ?? 0) + 1;
  }

  /** What stands above a comment that was added, once all is settled. */
  above(id: CommentId): Above {
    const ancestors: CommentId[] = [];
    let at = this.#parents[this.#find(id.slice(TAIL_BEGIN))] ?? NO_PARENT;
    for (; at !== NO_PARENT; at = this.#parents[at] ?? NO_PARENT) ancestors.push(this.#idAt(at));
    ancestors.reverse();
    return { parentId: ancestors.at(-1) ?? null, rootId: ancestors[0] ?? id, ancestors };
  }

  /** The line of a comment that was added. */
  lineOf(id: CommentId): number {
    return this.#lines[this.#find(id.slice(TAIL_BEGIN))] ?? UNSEEN;
  }

  #idAt(at: number): CommentId {
    return this.#ids.toString('latin1', at * ID_BYTES, (at + 1) * ID_BYTES);
  }

  #find(tail: string): number {
    if (this.#size * 2 >= this.#slots.length) this.#widen();
    let slot = this.#slotOf(tail);
    for (let at = this.#slots[slot] ?? NO_PARENT; at !== NO_PARENT; at = this.#slots[slot] ?? NO_PARENT) {
      if (this.#ids.toString('latin1', at * ID_BYTES + TAIL_BEGIN, (at + 1) * ID_BYTES) === tail) return at;
      slot = (slot + 1) % this.#slots.length;
    }
    if (this.#size === this.#parents.length) this.#grow();
    const made = this.#size++;
    this.#slots[slot] = made;
    this.#ids.write(tail, made * ID_BYTES + TAIL_BEGIN, 'latin1');
    this.#parents[made] = NO_PARENT;
    return made;
  }

  #slotOf(tail: string): number {
    let hash = 0;
    for (let i = 0; i < tail.length; i++) hash = (Math.imul(hash, 31) + tail.charCodeAt(i)) | 0;
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
    this.#parents = wider(this.#parents);
    this.#threads = wider(this.#threads);
    this.#lines = wider(this.#lines);
  }

  #widen(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(NO_PARENT);
    for (let at = 0; at < this.#size; at++) {
      let slot = this.#slotOf(this.#ids.toString('latin1', at * ID_BYTES + TAIL_BEGIN, (at + 1) * ID_BYTES));
      while (this.#slots[slot] !== NO_PARENT) slot = (slot + 1) % this.#slots.length;
      this.#slots[slot] = at;
    }
  }
}
