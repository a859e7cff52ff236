import { useEffect, useState } from 'preact/hooks';
import type { AuditView } from '../../contract/moderation.ts';
import { getAudit } from '../calls.ts';
import { texts } from '../i18n/texts.ts';
import { When } from './basic.tsx';

type Appeal = Pick<AuditView, 'note' | 'at'>;
const MOST_KEPT = 200;
const kept = new Map<string, Promise<Appeal | null>>();

/** The appeal of a comment's author; a second call for the same comment gives the first answer. */
function appealOf(id: string): Promise<Appeal | null> {
  const known = kept.get(id);
  if (known !== undefined) return known;
  const asked = getAudit({ subject: id, action: 'comment.appeal', limit: 1 }).then(({ entries }) => entries[0] ?? null);
  kept.set(id, asked);
  asked.catch(() => kept.delete(id));
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return asked;
}

/** The author's appeal as they wrote it. */
export function AppealNote({ id }: { id: string }) {
  const [appeal, setAppeal] = useState<Appeal | null>(null);
  useEffect(() => {
    let isOver = false;
    appealOf(id).then(
      (found) => !isOver && setAppeal(found),
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [id]);
  const text = appeal === null ? '' : appeal.note === '' ? texts().common.none : appeal.note;
  return (
    <div class="appeal">
      <h3 class="row">
        {texts().card.appealNote}
        {appeal !== null && <When at={appeal.at} />}
      </h3>
      <p dir="auto" tabIndex={0}>
        {text}
      </p>
    </div>
  );
}
