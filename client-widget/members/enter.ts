import type { ReaderView } from '../../contract/account.ts';
import { memberOf } from './member-of.ts';
import { STAFF } from './staff.ts';
import type { Controller } from '../types/controller.ts';

/** Who was signed in, and their token. */
export interface SignedIn {
  reader: ReaderView;
  readerToken: string;
}

/** Names in what this browser keeps for the site. */
const KEPT = {
  /** The token of a guest whose comments may come along: the question is open. */
  guest: 'guest',
  /** The token that came by the website's own sign-on, which ends it. */
  sso: 'sso',
  /** Members who were asked about imported comments. */
  asked: 'asked',
} as const;

/** Takes a member as the reader of this browser; a guest's token is kept until the reader has answered whether what it wrote comes along. */
export async function enter(box: Controller, { reader, readerToken }: SignedIn, isBySso = false): Promise<void> {
  const before = box.token();
  const { reader: known } = box.state;
  // Who became a guest on this page was not asked for yet. What a guest wrote does not become the newsroom's.
  if (before !== null && before !== readerToken && known?.kind !== 'member' && reader.badge !== STAFF)
    box.kept.set(KEPT.guest, { token: before, name: known?.name ?? box.name() });
  if (isBySso) box.kept.set(KEPT.sso, readerToken);
  else box.kept.remove(KEPT.sso);
  box.set({ ...box.state, readerId: reader.id, reader });
  if (before !== readerToken || known?.id !== reader.id) await box.actions?.setReader(readerToken);
}

/** Was this browser's reader signed in by the website? */
export const isBySso = ({ kept, token }: Controller): boolean => token() !== null && kept.get(KEPT.sso) === token();

/** What a member is asked about earlier comments. */
export type JoinQuestion = { kind: 'guest'; name: string } | { kind: 'imported' };

interface Joined {
  done: boolean;
  guests: number;
}

/** Asks once whether earlier comments come along: those of this browser's guest, then those of imported authors. */
export function createJoin(box: Controller) {
  const { kept, sdk } = box;
  let imported: string | null = null;
  let looked: string | null = null;
  const asked = (): string[] => kept.get<string[]>(KEPT.asked) ?? [];
  const guest = (): { token: string; name: string } | null => kept.get(KEPT.guest);
  const post = (body: object): Promise<Joined> => sdk.call('/me/join', { method: 'POST', body });

  return {
    /** What is to be asked now; null: nothing. */
    question(): JoinQuestion | null {
      const member = memberOf(box.state);
      const before = guest();
      if (member === null) return null;
      if (before !== null) return { kind: 'guest', name: before.name };
      return imported === member.id ? { kind: 'imported' } : null;
    },
    /** Looks whether there are imported comments, once for each member in this browser. */
    async look(): Promise<void> {
      const id = memberOf(box.state)?.id;
      if (id === undefined || looked === id || asked().includes(id)) return;
      looked = id;
      const answer = await post({ imported: true, count: true }).catch(() => null);
      if (answer === null || memberOf(box.state)?.id !== id) return;
      if (answer.guests === 0) kept.set(KEPT.asked, [...asked(), id]);
      else imported = id;
      box.redraw();
    },
    /** Takes the answer of the reader. @throws what the call throws; the question stays where no answer came. */
    async answer({ kind }: JoinQuestion, isYes: boolean): Promise<void> {
      if (kind === 'guest') {
        if (isYes) await post({ readerToken: guest()?.token });
        kept.remove(KEPT.guest);
      } else {
        // Fifty authors go over in one call; what is not done goes on by itself but for those.
        for (let left = isYes; left; ) {
          const { done, guests } = await post({ imported: true });
          left = !done && guests > 0;
        }
        kept.set(KEPT.asked, [...asked(), imported]);
        imported = null;
      }
      if (isYes) await box.load();
      box.redraw();
    },
  };
}

export type Join = ReturnType<typeof createJoin>;
