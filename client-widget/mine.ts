/**
 * Looks for the first number from `from` to before `to` for which SHA-256 (FIPS 180-4) of `prefix` and the number
 * begins with so many zero bits; null where there is none. It uses no name from outside of itself: a
 * worker is made of its text. The prefix is ASCII.
 */
export function mine(prefix: string, bits: number, from: number, to: number): number | null {
  // The constants are the first bits of the roots of the first primes.
  const start: number[] = [];
  const round: number[] = [];
  for (let n = 2; round.length < 64; n++) {
    let divisor = 2;
    while (n % divisor !== 0) divisor++;
    if (divisor < n) continue;
    if (start.length < 8) start.push((Math.sqrt(n) * 2 ** 32) | 0);
    round.push((Math.cbrt(n) * 2 ** 32) | 0);
  }
  const w = new Int32Array(64);
  const turned = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

  function mix(before: readonly number[]): number[] {
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15] ?? 0;
      const y = w[i - 2] ?? 0;
      const low = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
      const high = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
      w[i] = ((w[i - 16] ?? 0) + low + (w[i - 7] ?? 0) + high) | 0;
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = before;
    for (let i = 0; i < 64; i++) {
      const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + (round[i] ?? 0) + (w[i] ?? 0)) | 0;
      const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    return [a, b, c, d, e, f, g, h].map((word, i) => (word + (before[i] ?? 0)) | 0);
  }

  /** Mixes the text's blocks from the given one on, and the padding if it is the end. */
  function digest(text: string, block: number, before: readonly number[], isEnd: boolean): readonly number[] {
    let state = before;
    const end = isEnd ? text.length + 9 : text.length - 63;
    for (let at = block * 64; at < end; at += 64) {
      w.fill(0, 0, 16);
      for (let i = 0; i < 64 && at + i <= text.length; i++) {
        const byte = at + i < text.length ? text.charCodeAt(at + i) : isEnd ? 128 : 0;
        w[i >> 2] = (w[i >> 2] ?? 0) | (byte << (24 - 8 * (i & 3)));
      }
      if (isEnd && at + 64 >= text.length + 9) w[15] = text.length * 8;
      state = mix(state);
    }
    return state;
  }

  const whole = Math.floor(prefix.length / 64);
  const known = digest(prefix, 0, start, false);
  for (let n = from; n < to; n++) if ((digest(prefix + n, whole, known, true)[0] ?? 0) >>> (32 - bits) === 0) return n;
  return null;
}
