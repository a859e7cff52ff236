import { signal } from '@preact/signals';
import { later } from './later.tsx';

export const isHelpOpen = signal(false);

const KeyTable = later(async () => (await import('./key-table.tsx')).KeyTable);

/** The table of keys, loaded when it is first asked for. */
export const Help = () => (isHelpOpen.value ? <KeyTable close={() => (isHelpOpen.value = false)} /> : null);
