import { useState } from 'preact/hooks';
import { formatText } from '../../client-shared/i18n.ts';
import { useLateBox } from './late-box.ts';
import { useWait } from './use-wait.ts';

/** Why a text was refused, and for how many seconds it has to wait when it was only too fast. */
export function useRefusal() {
  const { t } = useLateBox();
  const [error, setError] = useState('');
  const [wait, setWait] = useWait(() => setError(''));
  return {
    error,
    setError,
    wait,
    refuse(why: string, seconds: number | null): void {
      if (seconds !== null) setWait(seconds);
      setError(seconds === null ? why : formatText(t.tooFast, { n: seconds }));
    },
  };
}

export type RefusalState = ReturnType<typeof useRefusal>;
