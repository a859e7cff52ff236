import { useState } from 'preact/hooks';
import { SITE_TYPES, type SiteType } from '../../server/domain/enumerations.ts';
import { Refused } from '../api.ts';
import { makeSite } from '../site-calls.ts';
import { originFaultText } from '../i18n/origins.ts';
import { texts } from '../i18n/all.ts';
import { Dialog } from '../parts/dialog.tsx';
import { focusFault, SelectField, TextField } from '../parts/fields.tsx';
import { goTo } from '../router.ts';
import { rememberSite } from '../sites.ts';
import { originFaults, originsOf } from '../text/lines.ts';
import { toast } from '../toasts.ts';

/** Asks for what a site needs at least, makes it, and leads to its page with the code to embed. */
export function MakeSiteDialog({ onClose }: { onClose: () => void }) {
  const { sites: t, types, common } = texts();
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [origins, setOrigins] = useState('');
  const [type, setType] = useState<SiteType>('news');
  const [faults, setFaults] = useState<{ id?: string; origins?: string; all?: string }>({});
  const [isBusy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    const wrong = originFaultText(originFaults(origins));
    setFaults(wrong === undefined ? {} : { origins: wrong });
    if (wrong !== undefined) return;
    setBusy(true);
    try {
      const site = await makeSite({ id: id.trim(), name: name.trim(), origins: originsOf(origins), type });
      rememberSite(site);
      toast(t.made);
      onClose();
      goTo('sites', [site.id]);
    } catch (error) {
      setFaults(faultsOf(error));
      setBusy(false);
    }
  }

  function faultsOf(error: unknown): typeof faults {
    if (!(error instanceof Refused)) return { all: common.noConnection };
    const { code, detail, errors = [] } = error.problem;
    if (code === 'duplicate-site') return { id: detail };
    if (errors.some(({ path }) => path.startsWith('id'))) return { id: t.idHint };
    if (errors.some(({ path }) => path.startsWith('origins'))) return { origins: t.originsHint };
    return { all: detail };
  }

  return (
    <Dialog title={t.make} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          void submit().then(() => focusFault(form));
        }}
      >
        <TextField label={t.name} value={name} onInput={setName} required autofocus maxlength={200} />
        <TextField label={t.id} hint={t.idHint} fault={faults.id} value={id} onInput={setId} required maxlength={64} />
        <TextField label={t.origins} hint={t.originsHint} fault={faults.origins} value={origins} onInput={setOrigins} rows={3} />
        <SelectField label={t.type} value={type} options={SITE_TYPES.map((one) => [one, types[one]] as const)} onChange={setType} />
        {faults.all !== undefined && (
          <p class="alert" role="alert">
            {faults.all}
          </p>
        )}
        <div class="foot">
          <button type="button" class="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" class="button main" disabled={isBusy}>
            {common.create}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
