import { useEffect, useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import type { StaffProviderAnswer } from '../../contract/staff-sign-in-routes.ts';
import { call } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { SERVICE } from '../service.ts';

/** On the sign-in screen: goes to the newsroom's own provider, where there is one, and comes back to where the person was. */
export function ProviderButton() {
  const { provider: t } = texts();
  const [offered, setOffered] = useState<StaffProviderAnswer | null>(null);
  useEffect(() => {
    // Without an answer the password is asked for as ever.
    call<StaffProviderAnswer>('/staff/provider').then(setOffered, () => setOffered(null));
  }, []);
  if (offered?.provider == null) return null;
  const back = location.hash.startsWith('#/') ? `?${new URLSearchParams({ back: location.hash })}` : '';
  return (
    <>
      <a class="button" href={`${SERVICE}/api/v1/staff/provider/start${back}`}>
        {formatText(t.use, { name: offered.provider.name ?? t.name })}
      </a>
      {!offered.passwords && <p class="meta">{t.off}</p>}
    </>
  );
}
