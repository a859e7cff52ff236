import { useEffect, useState } from 'preact/hooks';
import { texts } from '../i18n/all.ts';
import { Dialog } from '../parts/dialog.tsx';
import { SERVICE } from '../service.ts';

/** Has the person prove again at the newsroom's provider who they are, in a window of its own, so that this page stays as it is. */
export function ConfirmAtProvider({ answer }: { answer: (isConfirmed: boolean) => void }) {
  const { ownAccount: t, provider, common } = texts();
  const [isBlocked, setBlocked] = useState(false);
  useEffect(() => {
    // The name stands in server/http/routes/staff-sign-in.ts too.
    const channel = new BroadcastChannel('liangju:confirmed');
    channel.onmessage = () => answer(true);
    return () => channel.close();
  }, [answer]);

  return (
    <Dialog title={t.confirmTitle} onClose={() => answer(false)}>
      <p>{provider.hint}</p>
      {isBlocked && (
        <p class="alert" role="alert">
          {provider.blocked}
        </p>
      )}
      <div class="foot">
        <button type="button" class="button" onClick={() => answer(false)}>
          {common.cancel}
        </button>
        <button
          type="button"
          class="button main"
          onClick={() =>
            setBlocked(window.open(`${SERVICE}/api/v1/staff/provider/confirm`, '_blank', 'popup,width=560,height=680') === null)
          }
        >
          {provider.open}
        </button>
      </div>
    </Dialog>
  );
}
