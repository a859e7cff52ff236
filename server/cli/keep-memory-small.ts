import { setFlagsFromString } from 'node:v8';

/**
 * The platform lets the memory of a process grow to many times what it uses before it collects it; an import gains no speed by that.
 * Before the store is opened, whose thread takes the limit over. A server has other commands beside this one and
 * stays as it was started.
 */
export function keepMemorySmall(): void {
  setFlagsFromString('--heap-growing-percent=30');
  setFlagsFromString('--max-semi-space-size=8');
}
