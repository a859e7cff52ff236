import { signal } from '@preact/signals';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/texts.ts';
import { may } from '../session.ts';
import type { BannedReader } from './banned-reader.ts';
import { Dialog } from './dialog.tsx';
import { later } from './later.tsx';

const banning = signal<BannedReader | null>(null);
const BanForm = later(async () => (await import('./ban-form.tsx')).BanForm, 'desk');

/** Opens the question for a comment's author; false where there is none, or the moderator may not. */
export function askToBan({ siteId, author }: { siteId: string; author: { id: string; name: string } | null }): boolean {
  if (author === null || !may('ban.change', siteId)) return false;
  banning.value = { site: siteId, reader: author.id, name: author.name };
  return true;
}

const close = (): void => {
  banning.value = null;
};

/** Asks for how long and why, then bans. */
export function BanDialog() {
  const banned = banning.value;
  if (banned === null) return null;
  return (
    <Dialog key={banned.reader} title={formatText(texts().ban.title, { name: banned.name })} onClose={close}>
      <BanForm {...banned} close={close} />
    </Dialog>
  );
}
