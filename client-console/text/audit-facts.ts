import type { AuditView } from '../../contract/moderation.ts';
import { numberText } from '../i18n/format.ts';
import { fill, wordOf, words } from '../i18n/texts.ts';

/** What an entry of the audit log keeps beside who and when, in words. */
export function factsOf({ data }: Pick<AuditView, 'data'>): string[] {
  const { audit, statuses, modes } = words();
  const { facts, settings, banKinds } = audit;
  const said: string[] = [];
  const { from, to, changed, mode, entries, lowered, cause, closed, kind, readerName, reported, replaced } = data;
  if (typeof from === 'string' && typeof to === 'string' && from !== to)
    said.push(fill(audit.change, { from: wordOf(statuses, from), to: wordOf(statuses, to) }));
  if (typeof changed === 'string' && changed !== '')
    said.push(
      fill(facts.changed, {
        v: changed
          .split(',')
          .map((name) => wordOf(settings, name))
          .join('、'),
      }),
    );
  if (typeof mode === 'string' && mode in modes) said.push(fill(facts.mode, { v: wordOf(modes, mode) }));
  if (typeof entries === 'number') said.push(fill(facts.entries, { v: numberText(entries) }));
  if (lowered === true) said.push(facts.lowered);
  if (cause === 'reports') said.push(facts.cause);
  if (typeof reported === 'number') said.push(fill(replaced === true ? facts.reportedBefore : facts.reported, { v: numberText(reported) }));
  if (closed === true) said.push(facts.closed);
  if (typeof kind === 'string') said.push(fill(facts.kind, { v: wordOf(banKinds, kind) }));
  if (typeof readerName === 'string') said.push(fill(facts.reader, { v: readerName }));
  return said;
}
