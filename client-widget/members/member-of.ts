import type { ReaderView } from '../../contract/account.ts';
import type { State } from '../state.ts';

/** The reader, where they are signed in. */
export const memberOf = ({ reader }: State): ReaderView | null => (reader?.kind === 'member' ? reader : null);
