import { useEffect, useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import { Refused } from '../api.ts';
import { texts } from '../i18n/all.ts';
import { agoText, dateText } from '../i18n/format.ts';
import { Failed, Loading } from '../parts/basic.tsx';
import { ask } from '../parts/dialog.tsx';
import { TextField } from '../parts/fields.tsx';
import { addPasskey, canUsePasskeys, getPasskeys, type PasskeyView, removePasskey } from '../passkey-calls.ts';
import { readSession } from '../session.ts';
import { toast } from '../toasts.ts';

/** One's own passkeys: those there are, and a new one. */
export function Passkeys() {
  const { ownAccount: t, account, common } = texts();
  const [passkeys, setPasskeys] = useState<readonly PasskeyView[] | null>(null);
  const [isFailed, setFailed] = useState(false);

  const load = (): void => {
    setFailed(false);
    getPasskeys().then(
      (read) => setPasskeys(read.passkeys),
      () => setFailed(true),
    );
  };
  useEffect(load, []);

  async function remove({ id, name }: PasskeyView): Promise<void> {
    const isSure = await ask({
      title: formatText(t.removePasskey, { name }),
      hint: t.removePasskeyHint,
      confirm: common.remove,
      isDanger: true,
    });
    if (!isSure) return;
    try {
      await removePasskey(id);
      setPasskeys((before) => before?.filter((one) => one.id !== id) ?? null);
      toast(t.passkeyRemoved);
      await readSession();
    } catch (error) {
      toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad' });
    }
  }

  return (
    <section class="panel">
      <h2>{t.passkeys}</h2>
      <p class="meta">{t.passkeysHint}</p>
      {passkeys === null && (isFailed ? <Failed retry={load} /> : <Loading rows={1} />)}
      {passkeys !== null && passkeys.length > 0 && (
        <ul class="tokens" aria-label={t.passkeys}>
          {passkeys.map((passkey) => (
            <li key={passkey.id} class="row">
              <span class="grow">
                <bdi class="strong">{passkey.name}</bdi>
                <span class="row">
                  <span class="meta">{formatText(account.madeAt, { t: dateText(passkey.createdAt) })}</span>
                  <span class="meta">
                    {passkey.usedAt === null ? account.unused : formatText(account.used, { t: agoText(passkey.usedAt) })}
                  </span>
                </span>
              </span>
              <button
                type="button"
                class="button small danger"
                aria-label={`${common.remove} ${passkey.name}`}
                onClick={() => void remove(passkey)}
              >
                {common.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
      {canUsePasskeys() ? (
        <AddPasskey onAdded={(added) => setPasskeys((before) => [...(before ?? []), added])} />
      ) : (
        <p class="meta">{t.noPasskeysHere}</p>
      )}
    </section>
  );
}

function AddPasskey({ onAdded }: { onAdded: (added: PasskeyView) => void }) {
  const { ownAccount: t, common } = texts();
  const [name, setName] = useState('');
  const [fault, setFault] = useState<string | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    setBusy(true);
    setFault(undefined);
    try {
      onAdded(await addPasskey(name.trim()));
      setName('');
      toast(t.passkeyAdded);
      await readSession();
    } catch (error) {
      setFault(error instanceof Refused ? error.problem.detail : common.noConnection);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        label={t.passkeyName}
        placeholder={t.passkeyNamePlaceholder}
        fault={fault}
        value={name}
        onInput={setName}
        required
        maxlength={100}
      />
      <div>
        <button type="submit" class="button" disabled={isBusy}>
          {t.addPasskey}
        </button>
      </div>
    </form>
  );
}
