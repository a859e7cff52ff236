import type { Channel, DomainEventMap, EventType, NewEvent } from './events.ts';
import type { AuditEntry, Id, Ms, ReasonCode, SiteId, StaffId } from './types.ts';

/** What is stored together with a change, or neither is. */
export interface Effects {
  events: NewEvent[];
  audit: AuditEntry[];
}

/** Who acts: a person of staff, or the service itself (set-up, command line, reports, rules). */
export interface Actor {
  id: StaffId | 'system';
  name: string;
  requestId: string | null;
}

/** The service itself. A reader's nickname never stands where a person of staff is named: what readers do is named as done by this one. */
export const SYSTEM: Actor = { id: 'system', name: '', requestId: null };

/** When the action happens, and where ids come from. */
export interface Making {
  at: Ms;
  newId: () => Id;
}

/** An event without what every event gets. */
export type EventFacts = {
  [T in EventType]: { type: T; channel: Channel; siteId: SiteId; data: DomainEventMap[T] };
}[EventType];

/** An action for the audit log. */
export interface ActionFacts {
  /** `comment.approve`, `site.change`, … */
  action: string;
  siteId: SiteId | null;
  /** What it was done to: a comment, site, thread, reader or account id. */
  subject: string;
  reason?: ReasonCode | null;
  note?: string;
  data?: AuditEntry['data'];
}

/** An event to be stored. */
export function newEvent({ at, newId }: Making, facts: EventFacts): NewEvent {
  return { ...facts, id: newId(), at };
}

/** An entry of the audit log. */
export function auditEntry({ at, newId }: Making, actor: Actor, facts: ActionFacts): AuditEntry {
  const { action, siteId, subject, reason = null, note = '', data = {} } = facts;
  return {
    id: newId(),
    siteId,
    at,
    by: actor.id,
    byName: actor.name,
    action,
    subject,
    reason,
    note,
    requestId: actor.requestId,
    data,
  };
}

/** The audit entry of an action with its events. */
export function effectsOf(making: Making, actor: Actor, facts: ActionFacts, events: readonly EventFacts[] = []): Effects {
  return { events: events.map((event) => newEvent(making, event)), audit: [auditEntry(making, actor, facts)] };
}
