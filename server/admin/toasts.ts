import { signal } from '@preact/signals';

/** A short message, perhaps with one thing to do about it. */
export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  /** What a later message of the same kind takes the place of. */
  kind: string | null;
  act: { label: string; run: () => void } | null;
}

/** Long enough to read it and to change one's mind. */
export const SHOWN_FOR = 8_000;
const MOST = 3;

export const toasts = signal<readonly Toast[]>([]);
let last = 0;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

/** Says something for eight seconds; at most three at a time. */
export function toast(text: string, options: Partial<Pick<Toast, 'tone' | 'kind' | 'act'>> = {}): void {
  const { tone = 'plain', kind = null, act = null } = options;
  const id = ++last;
  const others = toasts.value.filter((one) => kind === null || one.kind !== kind);
  toasts.value = [...others.slice(1 - MOST), { id, text, tone, kind, act }];
  resumeToast(id);
}

/** Takes a message away. A second call does nothing. */
export function dismissToast(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

/** Stays while the pointer or the focus is on it. */
export function holdToast(id: number): void {
  clearTimeout(timers.get(id));
}

/** Goes away after its time, counted from now. */
export function resumeToast(id: number): void {
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => dismissToast(id), SHOWN_FOR),
  );
}
