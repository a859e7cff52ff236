import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { type Ban, ban } from '../site-calls.ts';
import { REASON_CODES, type ReasonCode } from '../../server/domain/decision-words.ts';
import { BAN_KINDS, BAN_MODES, type BanKind, type BanMode } from '../../server/domain/enumerations.ts';
import { SelectField, TextField } from './fields.tsx';

/** Days that a ban lasts; null: for good. */
export const BAN_DAYS = { day: 1, week: 7, month: 30, forever: null } as const;
export type BanLength = keyof typeof BAN_DAYS;
export const BAN_LENGTHS: readonly BanLength[] = ['day', 'week', 'month', 'forever'];

/** When a ban of this length that begins now is over. */
export function banEnd(length: BanLength): string | null {
  const days = BAN_DAYS[length];
  return days === null ? null : new Date(Date.now() + days * 86_400_000).toISOString();
}

interface Draft {
  kind: BanKind;
  value: string;
  mode: BanMode;
  length: BanLength;
  reason: ReasonCode | '';
  note: string;
}
const NEW: Draft = { kind: 'network', value: '', mode: 'block', length: 'week', reason: '', note: '' };

/** Bans that were begun, by site: a moderator who looks at another screen loses none. */
const drafts = signal<ReadonlyMap<string, Draft>>(new Map());

/** Bans a reader, a network, a name or the domain of e-mail addresses. */
export function BanAdder({ site, onMade }: { site: string; onMade: (ban: Ban) => void }) {
  const { bans: t, common } = texts();
  const draft = drafts.value.get(site) ?? NEW;
  const [fault, setFault] = useState<{ value?: string; all?: string }>({});
  const [isBusy, setBusy] = useState(false);
  const set = (change: Partial<Draft>): void => {
    drafts.value = new Map(drafts.value).set(site, { ...draft, ...change });
    setFault({});
  };

  async function submit(): Promise<void> {
    const { kind, value, mode, reason, note } = draft;
    setBusy(true);
    setFault({});
    try {
      const until = banEnd(draft.length);
      const made = await ban({ site, kind, value: value.trim(), mode, until, note: note.trim(), ...(reason === '' ? {} : { reason }) });
      drafts.value = new Map(drafts.value).set(site, { ...draft, value: '', note: '' });
      onMade(made.ban);
    } catch (error) {
      const problem = error instanceof Refused ? error.problem : null;
      const isValue = problem?.errors?.some(({ path }) => path === 'value') === true;
      setFault(isValue ? { value: t.fault[kind] } : { all: problem?.detail ?? common.noConnection });
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{t.add}</h2>
      <BanFields draft={draft} fault={fault.value} set={set} />
      {fault.all !== undefined && (
        <p class="alert" role="alert">
          {fault.all}
        </p>
      )}
      <div>
        <button type="submit" class="button danger" disabled={isBusy || draft.value.trim() === ''}>
          {t.submit}
        </button>
      </div>
    </form>
  );
}

function BanFields({ draft, fault, set }: { draft: Draft; fault: string | undefined; set: (change: Partial<Draft>) => void }) {
  const { bans: t, audit, ban: length, reasons } = texts();
  return (
    <div class="pair">
      <SelectField
        label={t.kind}
        value={draft.kind}
        options={BAN_KINDS.map((one) => [one, audit.banKinds[one]] as const)}
        onChange={(kind) => set({ kind })}
      />
      <TextField
        label={t.label[draft.kind]}
        hint={t.help[draft.kind]}
        fault={fault}
        value={draft.value}
        onInput={(value) => set({ value })}
        required
        maxlength={254}
      />
      <SelectField
        label={t.mode}
        value={draft.mode}
        options={BAN_MODES.map((one) => [one, t[one]] as const)}
        onChange={(mode) => set({ mode })}
      />
      <SelectField
        label={t.until}
        value={draft.length}
        options={BAN_LENGTHS.map((one) => [one, length[one]] as const)}
        onChange={(chosen) => set({ length: chosen })}
      />
      <SelectField
        label={t.reason}
        value={draft.reason}
        options={[['', t.noReason] as const, ...REASON_CODES.map((one) => [one, reasons[one]] as const)]}
        onChange={(reason) => set({ reason })}
      />
      <TextField label={t.note} value={draft.note} onInput={(note) => set({ note })} maxlength={500} />
    </div>
  );
}
