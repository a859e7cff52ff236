import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { SiteFull } from '../../contract/site.ts';
import { SITE_MODES, SITE_TYPES } from '../../server/domain/enumerations.ts';
import { Refused } from '../api.ts';
import { changeSite } from '../site-calls.ts';
import { originFaultText } from '../i18n/origins.ts';
import { texts } from '../i18n/all.ts';
import { focusFault, SelectField, TextField } from '../parts/fields.tsx';
import { Presets } from '../parts/presets.tsx';
import { RefusedTokens } from '../parts/refused-tokens.tsx';
import { SettingGroup, withoutBlankLines } from '../parts/setting-group.tsx';
import { may } from '../session.ts';
import { rememberSite, readSites } from '../sites.ts';
import { originFaults, originsOf } from '../text/lines.ts';
import { changesOf, draftOfSite, type SiteDraft } from '../text/site-changes.ts';
import { toast } from '../toasts.ts';

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
  const isReadOnly = !may('site.change', site.id);
  // Faults are shown when the settings are to be saved, and go as they are corrected.
  const originFault = isChecked ? originFaultText(originFaults(draft.origins.join('\n'))) : undefined;

  async function save(): Promise<void> {
    setChecked(true);
    setFault(null);
    if (originFaults(draft.origins.join('\n')).length > 0) return;
    setBusy(true);
    try {
      const saved = await changeSite(site.id, {
        ...withoutBlankLines(changes),
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
      {isReadOnly && <p class="alert warn">{t.sites.readOnly}</p>}
      <fieldset class="stack" disabled={isReadOnly}>
        <Basics
          draft={draft}
          set={set}
          originFault={originFault}
          isLowered={site.type === 'news' && site.mode === 'pre' && draft.mode !== 'pre'}
        />
        {(['rules', 'law', 'members', 'sso', 'threadKeys', 'matching'] as const).map((group) => (
          <SettingGroup key={group} group={group} values={draft} set={set} />
        ))}
      </fieldset>
      {!isReadOnly && <Presets site={site} />}
      {site.sso.mode !== 'off' && <RefusedTokens siteId={site.id} />}
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
          options={SITE_TYPES.map((one) => [one, types[one]] as const)}
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
        options={SITE_MODES.map((one) => [one, modes[one]] as const)}
        onChange={(mode) => set({ mode })}
      />
      {isLowered && <p class="alert warn">{t.lowered}</p>}
    </section>
  );
}
