import { signal } from '@preact/signals';

/** A short message, perhaps with one thing to do about it. */
export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  /** How long it stays, ms. */
  lasts: number;
  /** A later message of the same kind replaces this one. */
  kind: string | null;
  action: { label: string; run: () => void; key?: string } | null;
}

/** Long enough to read it and to change one's mind. */
export const SHOWN_FOR = 8_000;
/** How long a message stays that the moderator did not cause, ms. */
export const NOTICE_SHOWN_FOR = 30_000;
const MOST = 3;

export const toasts = signal<readonly Toast[]>([]);
let last = 0;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

/** Shows a message for eight seconds, or for `lasts`; at most three at a time. */
export function toast(text: string, options: Partial<Pick<Toast, 'tone' | 'kind' | 'action' | 'lasts'>> = {}): void {
  const { tone = 'plain', kind = null, action = null, lasts = SHOWN_FOR } = options;
  const id = ++last;
  const others = toasts.value.filter((one) => kind === null || one.kind !== kind);
  toasts.value = [...others.slice(1 - MOST), { id, text, tone, kind, action, lasts }];
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
    setTimeout(() => dismissToast(id), toasts.value.find((one) => one.id === id)?.lasts ?? SHOWN_FOR),
  );
}
