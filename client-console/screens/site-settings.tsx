import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { SiteFull } from '../../contract/site.ts';
import { Refused } from '../api.ts';
import { changeSite } from '../site-calls.ts';
import { originFaultText } from '../i18n/origins.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { Check, focusFault, SelectField, TextField } from '../parts/fields.tsx';
import { isAdministrator } from '../session.ts';
import { rememberSite, readSites } from '../sites.ts';
import { originFaults, originsOf } from '../text/lines.ts';
import { changesOf, draftOfSite, type SiteDraft } from '../text/site-changes.ts';
import { toast } from '../toasts.ts';
import { TYPES } from './make-site.tsx';
import { cleanedKeys, ThreadKeySettings } from './thread-key-settings.tsx';

const MODES: readonly SiteFull['mode'][] = ['pre', 'graded', 'post'];
const LIVE: readonly SiteFull['live'][] = ['socket', 'poll'];
const SORTS: readonly SiteFull['sort'][] = ['hot', 'newest', 'oldest'];
const PUZZLES: readonly SiteFull['puzzle'][] = ['off', 'risk', 'always'];
const THREADS: readonly SiteFull['threads'][] = ['open', 'registered'];
/** Times in which an author may still edit, in minutes. */
const WINDOWS = [0, 1, 5, 15, 60];

/** Unsaved changes by site: a look at another screen loses none. */
const drafts = signal<ReadonlyMap<string, Partial<SiteDraft>>>(new Map());

function keep(id: string, draft: Partial<SiteDraft> | null): void {
  const next = new Map(drafts.value);
  if (draft === null) next.delete(id);
  else next.set(id, draft);
  drafts.value = next;
}

/** A site's settings; only what was changed is sent. */
export function SiteSettings({ site }: { site: SiteFull }) {
  const t = texts();
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isChecked, setChecked] = useState(false);
  const touched = drafts.value.get(site.id) ?? {};
  const draft: SiteDraft = { ...draftOfSite(site), ...touched };
  const changes = changesOf(site, draft);
  const isChanged = Object.keys(changes).length > 0;
  const set = (change: Partial<SiteDraft>): void => keep(site.id, { ...touched, ...change });
  const isReadOnly = !isAdministrator();
  // Faults are shown when the settings are to be saved, and go as they are corrected.
  const originFault = isChecked ? originFaultText(originFaults(draft.origins.join('\n'))) : undefined;

  async function save(): Promise<void> {
    setChecked(true);
    setFault(null);
    if (originFaults(draft.origins.join('\n')).length > 0) return;
    setBusy(true);
    try {
      const saved = await changeSite(site.id, {
        ...changes,
        ...(changes.threadKeys === undefined ? {} : { threadKeys: cleanedKeys(draft.threadKeys) }),
        ...(changes.origins === undefined ? {} : { origins: originsOf(changes.origins.join('\n')) }),
      });
      keep(site.id, null);
      setChecked(false);
      rememberSite(saved);
      toast(t.sites.saved);
    } catch (error) {
      const problem = error instanceof Refused ? error.problem : null;
      const isOrigin = problem?.errors?.some(({ path }) => path.startsWith('origins')) === true;
      setFault(isOrigin ? t.sites.originsHint : (problem?.detail ?? t.common.noConnection));
      if (problem?.code === 'stale-revision') void readSites();
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        void save().then(() => focusFault(form));
      }}
    >
      {isReadOnly && <p class="alert warn">{t.sites.onlyAdministrators}</p>}
      <fieldset class="stack" disabled={isReadOnly}>
        <Basics
          draft={draft}
          set={set}
          originFault={originFault}
          isLowered={site.type === 'news' && site.mode === 'pre' && draft.mode !== 'pre'}
        />
        <Rules draft={draft} set={set} />
        <ThreadKeySettings rules={draft.threadKeys} set={(threadKeys) => set({ threadKeys })} />
        <Matching draft={draft} set={set} />
      </fieldset>
      {!isReadOnly && (
        <div class="save-bar">
          {(fault !== null || originFault !== undefined) && (
            <p class="alert grow" role="alert">
              {fault ?? t.sites.originsWrong}
            </p>
          )}
          {isChanged && fault === null && originFault === undefined && <span class="meta grow">{t.words.unsaved}</span>}
          <button type="button" class="button" disabled={!isChanged || isBusy} onClick={() => keep(site.id, null)}>
            {t.common.cancel}
          </button>
          <button type="submit" class="button main" disabled={!isChanged || isBusy}>
            {isBusy ? t.common.saving : t.common.save}
          </button>
        </div>
      )}
    </form>
  );
}

interface PartProps {
  draft: SiteDraft;
  set: (change: Partial<SiteDraft>) => void;
}

function Basics({ draft, set, originFault, isLowered }: PartProps & { originFault: string | undefined; isLowered: boolean }) {
  const { sites: t, types, modes } = texts();
  return (
    <section class="panel" aria-label={t.settings}>
      <h2>{t.settings}</h2>
      <div class="pair">
        <TextField label={t.name} value={draft.name} onInput={(name) => set({ name })} required maxlength={200} />
        <SelectField
          label={t.type}
          value={draft.type}
          options={TYPES.map((one) => [one, types[one]] as const)}
          onChange={(type) => set({ type })}
        />
      </div>
      <TextField
        label={t.origins}
        hint={t.originsHint}
        fault={originFault}
        value={draft.origins.join('\n')}
        onInput={(text) => set({ origins: text === '' ? [] : text.split('\n') })}
        rows={3}
      />
      <SelectField
        label={t.mode}
        hint={t.modeHint[draft.mode]}
        value={draft.mode}
        options={MODES.map((one) => [one, modes[one]] as const)}
        onChange={(mode) => set({ mode })}
      />
      {isLowered && <p class="alert warn">{t.lowered}</p>}
    </section>
  );
}

function Rules({ draft, set }: PartProps) {
  const { sites: t } = texts();
  const minutes = [...new Set([...WINDOWS, Math.ceil(draft.editWindow / 60)])].sort((a, b) => a - b);
  return (
    <section class="panel" aria-label={t.rules}>
      <h2>{t.rules}</h2>
      <div class="pair">
        <Amount label={t.maxLength} value={draft.maxLength} min={1} max={5000} onInput={(maxLength) => set({ maxLength })} />
        <SelectField
          label={t.editWindow}
          value={String(Math.ceil(draft.editWindow / 60))}
          options={minutes.map((n) => [String(n), n === 0 ? t.never : formatText(t.minutes, { n })] as const)}
          onChange={(n) => set({ editWindow: Number(n) * 60 })}
        />
        <Amount
          label={t.reportThreshold}
          value={draft.reportThreshold}
          min={1}
          max={1000}
          onInput={(reportThreshold) => set({ reportThreshold })}
        />
        <Amount label={t.maxLinks} value={draft.maxLinks} min={0} max={100} onInput={(maxLinks) => set({ maxLinks })} />
        <Amount
          label={t.samplePercent}
          hint={t.sampleHint}
          value={draft.samplePercent}
          min={0}
          max={100}
          onInput={(samplePercent) => set({ samplePercent })}
        />
        <SelectField
          label={t.puzzle}
          hint={t.puzzleHint}
          value={draft.puzzle}
          options={PUZZLES.map((one) => [one, t.puzzles[one]] as const)}
          onChange={(puzzle) => set({ puzzle })}
        />
        <SelectField
          label={t.threads}
          value={draft.threads}
          options={THREADS.map((one) => [one, one === 'open' ? t.threadsOpen : t.threadsRegistered] as const)}
          onChange={(threads) => set({ threads })}
        />
        <SelectField
          label={t.sort}
          value={draft.sort}
          options={SORTS.map((one) => [one, t.sorts[one]] as const)}
          onChange={(sort) => set({ sort })}
        />
        <SelectField
          label={t.live}
          value={draft.live}
          options={LIVE.map((one) => [one, t.liveWays[one]] as const)}
          onChange={(live) => set({ live })}
        />
      </div>
      <Check label={t.guests} isOn={draft.guests} onChange={(guests) => set({ guests })} />
      <TextField label={t.notice} value={draft.notice} onInput={(notice) => set({ notice })} maxlength={500} />
    </section>
  );
}

function Matching({ draft, set }: PartProps) {
  const { sites: t } = texts();
  const { matching } = draft;
  return (
    <section class="panel" aria-label={t.matching}>
      <h2>{t.matching}</h2>
      <div>
        <Check label={t.shipped} isOn={draft.shipped === 'on'} onChange={(isOn) => set({ shipped: isOn ? 'on' : 'off' })} />
        {(['boundary', 'pinyin', 'split'] as const).map((one) => (
          <Check key={one} label={t[one]} isOn={matching[one]} onChange={(isOn) => set({ matching: { ...matching, [one]: isOn } })} />
        ))}
      </div>
    </section>
  );
}

/** A whole number; while the field is empty the last one stays. */
const Amount = ({
  label,
  hint,
  value,
  min,
  max,
  onInput,
}: {
  label: string;
  hint?: string;
  value: number;
  min: number;
  max: number;
  onInput: (value: number) => void;
}) => (
  <TextField
    label={label}
    hint={hint}
    type="number"
    value={String(value)}
    min={min}
    max={max}
    required
    onInput={(text) => {
      const number = Number.parseInt(text, 10);
      if (!Number.isNaN(number)) onInput(number);
    }}
  />
);
