import { signal } from '@preact/signals';
import { formatText, texts } from '../i18n/texts.ts';
import { Dialog } from './dialog.tsx';
import { later } from './later.tsx';

/** Whom to ban, and where. */
export interface Banned {
  site: string;
  reader: string;
  name: string;
}

const banning = signal<Banned | null>(null);
const BanForm = later(async () => (await import('./ban-form.tsx')).BanForm, 'desk');

/** Opens the question for a comment's author; false where there is none. */
export function askToBan({ siteId, author }: { siteId: string; author: { id: string; name: string } | null }): boolean {
  if (author === null) return false;
  banning.value = { site: siteId, reader: author.id, name: author.name };
  return true;
}

const close = (): void => {
  banning.value = null;
};

/** Asks for how long and why, then bans. */
export function BanDialog() {
  const who = banning.value;
  if (who === null) return null;
  return (
    <Dialog key={who.reader} title={formatText(texts().ban.title, { name: who.name })} onClose={close}>
      <BanForm {...who} close={close} />
    </Dialog>
  );
}
