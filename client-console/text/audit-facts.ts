import type { AuditView } from '../../contract/moderation.ts';
import { numberText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { labelOf, texts } from '../i18n/texts.ts';

/** The values in an entry of the audit log beside account and time, as texts. */
export function factsOf({ data }: Pick<AuditView, 'data'>): string[] {
  const { audit, statuses, modes } = texts();
  const { facts, settings, banKinds } = audit;
  const t: string[] = [];
  const { from, to, changed, mode, entries, lowered, cause, closed, kind, reported, replaced } = data;
  if (typeof from === 'string' && typeof to === 'string' && from !== to)
    t.push(formatText(audit.change, { from: labelOf(statuses, from), to: labelOf(statuses, to) }));
  if (typeof changed === 'string' && changed !== '')
    t.push(
      formatText(facts.changed, {
        v: changed
          .split(',')
          .map((name) => labelOf(settings, name))
          .join('、'),
      }),
    );
  if (typeof mode === 'string' && mode in modes) t.push(formatText(facts.mode, { v: labelOf(modes, mode) }));
  if (typeof entries === 'number') t.push(formatText(facts.entries, { v: numberText(entries) }));
  if (lowered === true) t.push(facts.lowered);
  if (cause === 'reports') t.push(facts.cause);
  if (typeof reported === 'number')
    t.push(formatText(replaced === true ? facts.reportedBefore : facts.reported, { v: numberText(reported) }));
  if (closed === true) t.push(facts.closed);
  if (typeof kind === 'string') t.push(formatText(facts.kind, { v: labelOf(banKinds, kind) }));
  return t;
}
