import type { SiteFull } from '../../contract/site.ts';
import { texts } from '../i18n/all.ts';
import { Check, TextField } from '../parts/fields.tsx';
import { linesOf } from '../text/lines.ts';

type ThreadKeys = SiteFull['threadKeys'];

/** Which addresses of a site are one article. */
export function ThreadKeySettings({ rules, set }: { rules: ThreadKeys; set: (rules: ThreadKeys) => void }) {
  const t = texts().sites.threadKeys;
  const isIgnored = (what: ThreadKeys['trailingSlash']): boolean => what === 'ignore';
  return (
    <section class="panel" aria-label={t.title}>
      <h2>{t.title}</h2>
      <p class="meta">{t.hint}</p>
      <div>
        <Check
          label={t.trailingSlash}
          isOn={isIgnored(rules.trailingSlash)}
          onChange={(isOn) => set({ ...rules, trailingSlash: isOn ? 'ignore' : 'keep' })}
        />
        <Check
          label={t.indexFiles}
          isOn={isIgnored(rules.indexFiles)}
          onChange={(isOn) => set({ ...rules, indexFiles: isOn ? 'ignore' : 'keep' })}
        />
        <Check label={t.hashRoutes} isOn={rules.hashRoutes} onChange={(hashRoutes) => set({ ...rules, hashRoutes })} />
      </div>
      <TextField
        label={t.ignoredParameters}
        hint={t.ignoredHint}
        value={rules.ignoredParameters.join('\n')}
        onInput={(text) => set({ ...rules, ignoredParameters: text === '' ? [] : text.split('\n') })}
        rows={4}
      />
    </section>
  );
}

/** As it is sent: without empty lines and blanks. */
export const cleanedKeys = (rules: ThreadKeys): ThreadKeys => ({
  ...rules,
  ignoredParameters: linesOf(rules.ignoredParameters.join('\n')),
});
