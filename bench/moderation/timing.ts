/** CPU time of this thread so far, in ms: other programs on the machine count for little. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The middle one of several numbers. */
export function middle(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** The middle one of several measurements, CPU time in ms. */
export function medianMs(rounds: number, run: () => void): number {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const started = cpuMs();
    run();
    times.push(cpuMs() - started);
  }
  return middle(times);
}
