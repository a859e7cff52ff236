import { useEffect, useState } from 'preact/hooks';

/** Seconds that are left, counted down; `onOver` is called when there are none any more. */
export function useWait(onOver: () => void): [number, (seconds: number) => void] {
  const [wait, setWait] = useState(0);
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => {
      setWait(wait - 1);
      if (wait === 1) onOver();
    }, 1_000);
    return () => clearTimeout(timer);
  }, [wait]);
  return [wait, setWait];
}
