import { useEffect, useState } from 'preact/hooks';
import type { PresetView } from '../../contract/presets.ts';
import type { ChangeSite, SiteFull } from '../../contract/site.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { changeSite, getPresets } from '../site-calls.ts';
import { rememberSite } from '../sites.ts';
import { toast } from '../toasts.ts';
import { Failed, Loading } from './basic.tsx';

type Side = 'before' | 'after';
const valuesOf = ({ changes }: PresetView, side: Side): ChangeSite =>
  Object.fromEntries(changes.map((change) => [change.setting, change[side]]));

/** Presets by law: what each would change, before and after, and what it demands beside that; one that was applied can be taken back. */
export function Presets({ site }: { site: SiteFull }) {
  const t = texts();
  const [presets, setPresets] = useState<readonly PresetView[] | null>(null);
  const [applied, setApplied] = useState<PresetView | null>(null);
  const [isFailed, setFailed] = useState(false);
  const load = (): void => {
    setFailed(false);
    getPresets(site.id).then(
      (answer) => setPresets(answer.presets),
      () => setFailed(true),
    );
  };
  useEffect(load, [site.id, site.revision]);

  async function set(preset: PresetView, side: Side): Promise<void> {
    try {
      rememberSite(await changeSite(site.id, valuesOf(preset, side)));
      setApplied(side === 'after' ? preset : null);
      toast(t.sites.saved);
    } catch {
      setFailed(true);
    }
  }

  return (
    <section class="panel" aria-label={t.sites.presets.title}>
      <h2>{t.sites.presets.title}</h2>
      <p class="meta">{t.sites.presets.hint}</p>
      {isFailed ? <Failed retry={load} /> : presets === null && <Loading rows={2} />}
      {applied !== null && (
        <button type="button" class="button" onClick={() => void set(applied, 'before')}>
          {formatText(t.sites.presets.undo, { name: t.sites.presets.names[applied.id] })}
        </button>
      )}
      {presets?.map((preset) => (
        <Preset key={preset.id} preset={preset} apply={() => void set(preset, 'after')} />
      ))}
    </section>
  );
}

function Preset({ preset, apply }: { preset: PresetView; apply: () => void }) {
  const t = texts();
  const { presets } = t.sites;
  const names: Readonly<Record<string, string>> = t.audit.settings;
  return (
    <details>
      <summary>{presets.names[preset.id]}</summary>
      <ul>
        {preset.changes.map(({ setting, before, after }) => (
          <li key={setting}>
            {names[setting] ?? setting}: <code>{String(before)}</code> → <code>{String(after)}</code>
          </li>
        ))}
        {preset.demands.map(({ about, least, most, days, holds }) => (
          <li key={about}>
            {presets.about[about]}
            {days !== null && ` ${days} (${least === null ? `≤ ${most}` : `≥ ${least}`})`}: {holds ? presets.holds : presets.fails}
          </li>
        ))}
      </ul>
      <button type="button" class="button" disabled={preset.changes.length === 0} onClick={apply}>
        {preset.changes.length === 0 ? presets.done : presets.apply}
      </button>
    </details>
  );
}
