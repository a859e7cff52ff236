import { useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { changePassword } from '../own-account-calls.ts';
import { focusFault, TextField } from '../parts/fields.tsx';
import { staff } from '../session.ts';
import { toast } from '../toasts.ts';

/** Changes one's own password; `onChanged` is called once the other sessions have ended with it. */
export function OwnPassword({ onChanged }: { onChanged: () => void }) {
  const { ownAccount: t, gate, common } = texts();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<{ current?: string; password?: string }>({});
  const [isBusy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    setBusy(true);
    setFaults({});
    try {
      await changePassword(current, password);
      setCurrent('');
      setPassword('');
      toast(t.passwordChanged);
      onChanged();
    } catch (error) {
      const text = error instanceof Refused ? error.problem.detail : common.noConnection;
      setFaults(error instanceof Refused && error.problem.code === 'weak-password' ? { password: text } : { current: text });
    } finally {
      setBusy(false);
    }
  }

  return (
    <section class="panel">
      <h2>{t.password}</h2>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          void submit().then(() => focusFault(form));
        }}
      >
        <input type="hidden" autocomplete="username" value={staff.value?.email ?? ''} />
        <TextField
          label={t.current}
          type="password"
          fault={faults.current}
          value={current}
          onInput={setCurrent}
          required
          autocomplete="current-password"
          maxlength={1024}
        />
        <TextField
          label={t.next}
          type="password"
          hint={gate.passwordHint}
          fault={faults.password}
          value={password}
          onInput={setPassword}
          required
          autocomplete="new-password"
          maxlength={1024}
        />
        <div>
          <button type="submit" class="button" disabled={isBusy}>
            {t.change}
          </button>
        </div>
      </form>
    </section>
  );
}
