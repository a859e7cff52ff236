import { useEffect, useState } from 'preact/hooks';
import type { AuditView } from '../../contract/moderation.ts';
import { getAudit } from '../calls.ts';
import { labelOf, texts } from '../i18n/texts.ts';
import { factsOf } from '../text/audit-facts.ts';
import { Chip, When } from './basic.tsx';
import { UndoEntry } from './undo-entry.tsx';

const MOST = 20;

/** The decisions on a comment with their authors and reasons, the latest first; moderators can undo their own. Shows nothing until they are read. */
export function Decisions({ subject, onUndone }: { subject: string; onUndone?: () => void }) {
  const [entries, setEntries] = useState<readonly AuditView[] | null>(null);
  const { audit, reasons } = texts();
  useEffect(() => {
    let isOver = false;
    getAudit({ subject, limit: MOST }).then(
      (page) => !isOver && setEntries(page.entries),
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [subject]);
  if (entries === null) return null;
  if (entries.length === 0) return <p class="meta">{audit.empty}</p>;
  return (
    <ol class="past">
      {entries.map((entry) => {
        const { id, at, by, action, reason, note } = entry;
        return (
          <li key={id}>
            <span class="row">
              <bdi class="strong">{whoOf(by)}</bdi>
              <span>{labelOf(audit.actions, action)}</span>
              {reason !== null && <Chip>{reasons[reason]}</Chip>}
              <When at={at} />
              <UndoEntry entry={entry} onDone={onUndone} />
            </span>
            <Facts data={entry.data} />
            {note !== '' && <p>{note}</p>}
          </li>
        );
      })}
    </ol>
  );
}

function Facts({ data }: Pick<AuditView, 'data'>) {
  const facts = factsOf({ data });
  return facts.length === 0 ? null : <p class="meta">{facts.join(' · ')}</p>;
}

/** The name of the account that did something; the service has a name of its own. */
export const whoOf = ({ id, name }: AuditView['by']): string =>
  name !== '' && name !== 'system' ? name : id === 'system' ? texts().common.system : texts().common.someone;
