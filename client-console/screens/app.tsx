import { useSignalEffect } from '@preact/signals';
import { Loading } from '../parts/basic.tsx';
import { later } from '../parts/later.tsx';
import { countText } from '../i18n/format.ts';
import { texts } from '../i18n/texts.ts';
import { stats } from '../queue/count.ts';
import { route } from '../router.ts';
import { session, staff, wantsSecondFactor } from '../session.ts';
import { Desk } from './desk.tsx';
import { SignInGate, UnreachableGate } from './gate.tsx';

const SetUpGate = later(async () => (await import('./set-up-gate.tsx')).SetUpGate);
const FactorGate = later(async () => (await import('./factor-gate.tsx')).FactorGate);

/** The whole console: a gate, or behind it the desk. */
export function App() {
  useSignalEffect(() => {
    const { app, nav, session: t } = texts();
    const { screen } = route.value;
    const open = stats.value?.open ?? 0;
    const where = staff.value === null ? t.signIn : nav[screen === 'setup' ? 'queue' : screen];
    document.title = `${open > 0 && staff.value !== null ? `(${countText(open)}) ` : ''}${where} · ${app.title}`;
  });
  const token = route.value.query.token ?? '';
  // While a session has ended the desk stays as it is, under the question for the password.
  if (route.value.parts[0] === 'invitation' && token !== '') return <SetUpGate token={token} />;
  if (wantsSecondFactor.value) return <FactorGate />;
  if (staff.value !== null) return <Desk key={staff.value.id} />;
  switch (session.value) {
    case 'unknown':
      return (
        <main class="gate">
          <Loading rows={1} />
        </main>
      );
    case 'unreachable':
      return <UnreachableGate />;
    default:
      return route.value.screen === 'setup' && token !== '' ? <SetUpGate token={token} /> : <SignInGate />;
  }
}
