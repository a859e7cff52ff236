import type { ImportView } from '../../contract/imports.ts';
import type { SiteFull } from '../../contract/site.ts';
import { texts } from '../i18n/all.ts';
import { formatName } from '../i18n/import-formats.ts';

/** How the file is read, where that is not as usual: somebody who comes back, or a colleague, sees what was chosen. */
export function ImportOptions({ options, site }: { options: ImportView['options']; site: SiteFull }) {
  const { imports: t } = texts();
  const { format, baseUrl, timeZone, encoding, include, mapUrl, project, columns } = options;
  const rows = [
    [t.format, format === 'auto' ? [] : [formatName(format)]],
    [t.baseUrl, baseUrl !== null && site.origins.includes(baseUrl) ? [] : [baseUrl]],
    [t.timeZone, timeZone === 'UTC' ? [] : [timeZone]],
    [t.encoding, [encoding]],
    [t.include, include.map((name) => t.includes[name])],
    [t.mapUrl, mapUrl],
    [t.project, [project]],
    [t.columns, Object.entries(columns).map(([ours, theirs]) => `${ours}=${theirs}`)],
  ] as const;
  const chosen = rows.flatMap(([label, values]) => {
    const shown = values.filter((value) => value !== null);
    return shown.length === 0 ? [] : [{ label, shown }];
  });
  if (chosen.length === 0) return null;
  return (
    <section class="stack">
      <h3>{t.options}</h3>
      <ul class="tallies">
        {chosen.map(({ label, shown }) => (
          <li key={label}>
            <span class="meta">{label}</span>{' '}
            {shown.map((value) => (
              <bdi key={value}>{value} </bdi>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
