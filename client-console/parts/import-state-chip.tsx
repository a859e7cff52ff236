import type { ImportState } from '../../server/domain/enumerations.ts';
import { texts } from '../i18n/all.ts';
import { Chip } from './basic.tsx';

const TONES = {
  reading: 'info',
  ready: 'warn',
  running: 'info',
  done: 'ok',
  failed: 'bad',
  undoing: 'info',
  undone: 'quiet',
  discarded: 'quiet',
} as const satisfies Record<ImportState, string>;

/** How far an import is. */
export const ImportStateChip = ({ state }: { state: ImportState }) => <Chip tone={TONES[state]}>{texts().imports.states[state]}</Chip>;
