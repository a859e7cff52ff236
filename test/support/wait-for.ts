/** Longer than the time-outs of what is waited for, so that a second try still counts. */
const WITHIN = 30_000;

/**
 * Waits until the condition holds, asking every few ms.
 * @throws after `within` ms, naming the condition.
 */
export async function waitFor(condition: () => boolean | Promise<boolean>, within = WITHIN): Promise<void> {
  const end = performance.now() + within;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited ${within} ms in vain for ${String(condition).slice(0, 200)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
