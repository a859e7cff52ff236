import { texts } from '../i18n/all.ts';
import { Asking } from '../parts/dialog.tsx';
import { Toasts } from '../parts/toasts.tsx';
import { signOut } from '../session.ts';
import { Passkeys } from './passkeys.tsx';
import { SecondFactor } from './second-factor.tsx';

/** Whose role demands a second factor sets one up before the desk opens. */
export function FactorGate() {
  const { ownAccount: t, session, common } = texts();
  return (
    <main class="content">
      <div class="page narrow stack">
        <div class="head">
          <h1>{t.factorWanted}</h1>
        </div>
        <p>{t.factorWantedHint}</p>
        <Passkeys />
        <SecondFactor />
        <div>
          <button type="button" class="button" onClick={() => void signOut().catch(() => alert(common.noConnection))}>
            {session.signOut}
          </button>
        </div>
      </div>
      <Toasts />
      <Asking />
    </main>
  );
}
