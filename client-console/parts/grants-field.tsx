import { ALL_SITES } from '../../server/domain/all-sites.ts';
import { type Grant, STAFF_ROLES } from '../../server/domain/accounts.ts';
import { allTexts } from '../i18n/texts.ts';
import { siteName, sites } from '../sites.ts';
import { SelectField } from './fields.tsx';

/** What somebody is, and where: a line for each grant, at most one for a site. */
export function GrantsField({ grants, onChange }: { grants: readonly Grant[]; onChange: (grants: Grant[]) => void }) {
  const { app, account, staffList: t } = allTexts();
  const places = [ALL_SITES, ...(sites.value ?? []).map(({ id }) => id)];
  const free = places.filter((site) => !grants.some((grant) => grant.site === site));
  const nameOf = (site: string): string => (site === ALL_SITES ? account.allSites : siteName(site));
  const change = (at: number, patch: Partial<Grant>): void => onChange(grants.map((one, i) => (i === at ? { ...one, ...patch } : one)));
  const [next] = free;
  return (
    <fieldset class="field stack">
      <legend>{t.rights}</legend>
      {grants.map(({ role, site }, i) => (
        <div class="row" key={site}>
          <SelectField
            label={t.role}
            isHidden
            value={role}
            options={STAFF_ROLES.map((one) => [one, app.role[one]] as const)}
            onChange={(chosen) => change(i, { role: chosen })}
          />
          <SelectField
            label={t.sites}
            isHidden
            value={site}
            options={[site, ...free].map((one) => [one, nameOf(one)] as const)}
            onChange={(chosen) => change(i, { site: chosen })}
          />
          <button type="button" class="linkish" onClick={() => onChange(grants.filter((_, other) => other !== i))}>
            {t.takeGrant}
          </button>
        </div>
      ))}
      {next !== undefined && (
        <div>
          <button type="button" class="linkish" onClick={() => onChange([...grants, { role: 'moderator', site: next }])}>
            {t.addGrant}
          </button>
        </div>
      )}
    </fieldset>
  );
}
