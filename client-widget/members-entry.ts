/** The file `members.js`: what a site needs that signs readers in. As in late-entry.ts, what the first comments need is in one file. */
import './mount.tsx';

export { openMembers } from './members/open-members.tsx';
