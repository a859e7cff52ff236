/**
 * The automaton of Aho and Corasick (1975) in typed arrays. States are numbered breadth first, so that the
 * children of a state lie side by side, in the order of their symbols: no table of transitions is needed.
 */
export interface Automaton {
  /** The number of a symbol in the automaton's own alphabet; 0 for those that no word has. */
  low: Uint16Array;
  high: ReadonlyMap<number, number>;
  /** Where the root goes with each symbol of the alphabet. */
  root: Uint32Array;
  /** The first child of each state; its last is before the first one of the next state. */
  first: Uint32Array;
  /** The symbol by which a state is reached. */
  symbol: Uint16Array;
  /** The state to go on from when no child fits. */
  fail: Uint32Array;
  /** Where in `patterns` those begin that end in a state, plus one; 0 for none. */
  ending: Uint32Array;
  /** The longest proper suffix at which patterns end. */
  shorter: Uint32Array;
  /** Numbers of patterns; those of one state follow each other. */
  patterns: Uint32Array;
  /** 1 where the next one in `patterns` ends at the same state. */
  more: Uint8Array;
  /** Symbols of the longest word. */
  longest: number;
}

/** Sorted at a time: about a millisecond. */
const SORTED_AT_ONCE = 2_000;
const STEP = 4_000;

/**
 * Builds the automaton of words given as sequences of symbols; a word's number is its place. A generator,
 * so that a long list can be built in slices: it yields every millisecond or so.
 * @throws RangeError when the words have 65,535 different symbols or more.
 */
export function* buildAutomaton(words: readonly (readonly number[])[]): Generator<void, Automaton> {
  const low = new Uint16Array(0x10000);
  const high = new Map<number, number>();
  let alphabet = 0;
  const numberOf = (symbol: number): number => {
    const known = symbol < 0x10000 ? (low[symbol] ?? 0) : (high.get(symbol) ?? 0);
    if (known !== 0) return known;
    if (++alphabet > 0xfffe) throw new RangeError('too many different symbols');
    if (symbol < 0x10000) low[symbol] = alphabet;
    else high.set(symbol, alphabet);
    return alphabet;
  };
  // A word as a string of its symbols, a zero, and its number in two units: sorted as strings, words with
  // the same beginning come together and shorter ones first.
  const keys: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const units: number[] = [];
    for (const symbol of words[i] ?? []) units.push(numberOf(symbol));
    units.push(0, i >>> 15, i & 0x7fff);
    keys.push(String.fromCharCode(...units));
    if (i % STEP === STEP - 1) yield;
  }
  const sorted = yield* sort(keys);
  return yield* number(sorted, { low, high, alphabet });
}

/** Merge sort whose slices are short. */
function* sort(keys: string[]): Generator<void, string[]> {
  let runs: string[][] = [];
  for (let i = 0; i < keys.length; i += SORTED_AT_ONCE) {
    runs.push(keys.slice(i, i + SORTED_AT_ONCE).sort());
    yield;
  }
  while (runs.length > 1) {
    const merged: string[][] = [];
    for (let i = 0; i < runs.length; i += 2) merged.push(yield* merge(runs[i] ?? [], runs[i + 1] ?? []));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge(one: string[], other: string[]): Generator<void, string[]> {
  const merged: string[] = [];
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    const left = one[i];
    const right = other[j];
    if (right === undefined || (left !== undefined && left <= right)) {
      merged.push(left ?? '');
      i++;
    } else {
      merged.push(right);
      j++;
    }
    if (merged.length % STEP === 0) yield;
  }
  return merged;
}

/** Gives the states their numbers, level by level, and links them. */
function* number(
  keys: readonly string[],
  { low, high, alphabet }: Pick<Automaton, 'low' | 'high'> & { alphabet: number },
): Generator<void, Automaton> {
  let size = 1;
  for (const [i, key] of keys.entries()) {
    size += key.length - 3;
    if (i % STEP === STEP - 1) yield;
  }
  const first = new Uint32Array(size + 1);
  const symbol = new Uint16Array(size);
  const parent = new Uint32Array(size);
  const ending = new Uint32Array(size);
  const from = new Uint32Array(size);
  const to = new Uint32Array(size);
  const depth = new Uint16Array(size);
  const patterns = new Uint32Array(keys.length);
  const more = new Uint8Array(keys.length);
  to[0] = keys.length;
  yield;
  let states = 1;
  for (let state = 0; state < states; state++) {
    if (state % STEP === STEP - 1) yield;
    first[state] = states;
    const end = to[state] ?? 0;
    const at = depth[state] ?? 0;
    let last = 0;
    for (let i = from[state] ?? 0; i < end; i++) {
      if (i % STEP === STEP - 1 && at < 2) yield;
      const key = keys[i] ?? '';
      const unit = key.charCodeAt(at);
      if (unit === 0) {
        patterns[i] = key.charCodeAt(at + 1) * 0x8000 + key.charCodeAt(at + 2);
        if (ending[state] === 0) ending[state] = i + 1;
        else more[i - 1] = 1;
        continue;
      }
      if (unit !== last) {
        last = unit;
        symbol[states] = unit;
        parent[states] = state;
        depth[states] = at + 1;
        from[states] = i;
        states++;
      }
      to[states - 1] = i + 1;
    }
  }
  first.fill(states, states);
  yield;
  const automaton: Automaton = {
    low,
    high,
    root: new Uint32Array(alphabet + 1),
    first: first.slice(0, states + 1),
    symbol: symbol.slice(0, states),
    fail: new Uint32Array(states),
    ending: ending.slice(0, states),
    shorter: new Uint32Array(states),
    patterns,
    more,
    longest: depth[states - 1] ?? 0,
  };
  yield;
  const children = automaton.first[1] ?? states;
  for (let state = 1; state < children; state++) automaton.root[automaton.symbol[state] ?? 0] = state;
  const { fail, shorter } = automaton;
  for (let state = children; state < states; state++) {
    if (state % STEP === STEP - 1) yield;
    const back = next(automaton, fail[parent[state] ?? 0] ?? 0, automaton.symbol[state] ?? 0);
    fail[state] = back;
    shorter[state] = automaton.ending[back] === 0 ? (shorter[back] ?? 0) : back;
  }
  return automaton;
}

/** The state after a symbol of the automaton's alphabet. */
export function next({ first, symbol, fail, root }: Automaton, from: number, wanted: number): number {
  let state = from;
  while (state !== 0) {
    let low = first[state] ?? 0;
    let high = first[state + 1] ?? 0;
    while (high - low > 8) {
      const middle = (low + high) >>> 1;
      if ((symbol[middle] ?? 0) <= wanted) low = middle;
      else high = middle;
    }
    for (; low < high; low++) if (symbol[low] === wanted) return low;
    state = fail[state] ?? 0;
  }
  return root[wanted] ?? 0;
}
