/** The file `verification.js`: how a reader proves who they are. As in late-entry.ts, what the first comments need is in one file. */
import './mount.tsx';

export { Verify } from './members/verify.tsx';
