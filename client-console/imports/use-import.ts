import { useEffect, useState } from 'preact/hooks';
import type { ImportView } from '../../contract/imports.ts';
import { Refused } from '../api.ts';
import { getImport } from './import-calls.ts';

/** While something changes it is asked about this often, while nothing does more and more rarely, ms. */
const SOON = 400;
const LATEST = 4_000;
/** Without a connection likewise, ms. */
const FIRST_RETRY = 1_000;
const LATEST_RETRY = 10_000;

/** Is a step of it under way? */
export const isGoing = ({ state }: Pick<ImportView, 'state'>): boolean => state === 'reading' || state === 'running' || state === 'undoing';

/** An import that is followed. */
export interface FollowedImport {
  /** null until the service has answered. */
  made: ImportView | null;
  /** Did the service not answer the last time? It is asked again. */
  isLost: boolean;
  /** Why it cannot be had, as the service's sentence. */
  refusal: string | null;
  /** Puts in what the service has answered to something else. */
  put: (made: ImportView) => void;
  /** Asks the service now. */
  look: () => void;
}

/** Follows an import while a step of it is under way, also over a restart of the service. @param known what is known of it already */
export function useImport(id: string, known: ImportView | null = null): FollowedImport {
  const [made, setMade] = useState<ImportView | null>(known);
  const [isLost, setLost] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = SOON;
    let before = '';
    const again = (after: number): void => {
      pause = after;
      // An answer may be there to a question from before the connection came back.
      clearTimeout(timer);
      timer = setTimeout(ask, pause);
    };
    const onAnswer = (now: ImportView): void => {
      if (isOver) return;
      setLost(false);
      setMade(now);
      if (!isGoing(now)) return;
      const at = `${now.state} ${now.progress.done} ${now.progress.total}`;
      again(at === before ? Math.min(LATEST, pause * 1.5) : SOON);
      before = at;
    };
    const onError = (error: unknown): void => {
      if (isOver) return;
      const problem = error instanceof Refused ? error.problem : null;
      if (problem !== null && problem.status < 500 && problem.status !== 429) {
        setRefusal(problem.detail);
        return;
      }
      setLost(true);
      again(Math.min(LATEST_RETRY, Math.max(FIRST_RETRY, pause * 2)));
    };
    function ask(): void {
      clearTimeout(timer);
      getImport(id).then(onAnswer, onError);
    }
    if (made === null || round > 0) ask();
    else if (isGoing(made)) again(SOON);
    addEventListener('online', ask);
    return () => {
      isOver = true;
      clearTimeout(timer);
      removeEventListener('online', ask);
    };
  }, [id, round]);

  const look = (): void => setRound((n) => n + 1);
  return {
    made,
    isLost,
    refusal,
    put: (now) => {
      setMade(now);
      look();
    },
    look,
  };
}
