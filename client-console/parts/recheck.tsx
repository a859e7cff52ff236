import { useEffect, useRef, useState } from 'preact/hooks';
import type { JobView } from '../../contract/site.ts';
import { Refused } from '../api.ts';
import { numberText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { routeText } from '../router.ts';
import { may } from '../session.ts';
import { getJob, getJobs, startRecheck } from '../site-calls.ts';
import { toast } from '../toasts.ts';
import { When } from './basic.tsx';
import { ask } from './dialog.tsx';

/** How often a job that goes on is asked about, ms. */
const AGAIN = 1_000;
const isGoing = (job: JobView | null): boolean => job?.state === 'waiting' || job?.state === 'running';

/** A second look at what is published, with the list as it is saved: asked for, followed, and what came of it. */
export function Recheck({ site, isUnsaved }: { site: string; isUnsaved: boolean }) {
  const { recheck: t, common } = texts();
  const [job, setJob] = useState<JobView | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isOver = useRef(false);

  useEffect(() => {
    isOver.current = false;
    getJobs({ site, limit: 1 }).then(
      ({ jobs }) => !isOver.current && setJob((known) => known ?? jobs[0] ?? null),
      () => undefined,
    );
    return () => {
      isOver.current = true;
    };
  }, [site]);

  useEffect(() => {
    if (job === null || !isGoing(job)) return;
    const timer = setTimeout(() => {
      getJob(job.id).then(
        (answer) => !isOver.current && setJob(answer.job),
        // A lost answer is no end of the job: it is asked about again.
        () => !isOver.current && setJob({ ...job }),
      );
    }, AGAIN);
    return () => clearTimeout(timer);
  }, [job]);

  async function start(): Promise<void> {
    if (!(await ask({ title: t.confirmTitle, hint: t.confirmHint, confirm: t.start }))) return;
    setBusy(true);
    try {
      setJob((await startRecheck(site)).job);
    } catch (error) {
      toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad', kind: 'note' });
    } finally {
      setBusy(false);
    }
  }

  return (
    <section class="panel" aria-label={t.title}>
      <h2>{t.title}</h2>
      <p class="meta">{t.hint}</p>
      <div role="status">{job !== null && <Job job={job} site={site} />}</div>
      {isUnsaved && <p class="alert warn">{t.unsaved}</p>}
      {may('words.change', site) && (
        <div>
          <button type="button" class="button" disabled={isBusy || isGoing(job)} onClick={() => void start()}>
            {job?.state === 'done' ? t.again : t.start}
          </button>
        </div>
      )}
    </section>
  );
}

function Job({ job, site }: { job: JobView; site: string }) {
  const { recheck: t } = texts();
  const { state, progress, result } = job;
  if (state === 'failed') return <p class="alert">{t.failed}</p>;
  if (state === 'waiting') return <p>{t.waiting}</p>;
  if (state === 'running') {
    const text = formatText(t.running, { done: numberText(progress.done), total: numberText(progress.total) });
    return (
      <div class="stack">
        <p class="num">{text}</p>
        <progress value={progress.done} max={Math.max(1, progress.total)} aria-label={text} />
      </div>
    );
  }
  const looked = Number(result?.looked ?? 0);
  const found = Number(result?.found ?? 0);
  return (
    <p class={`alert row ${found > 0 ? 'warn' : 'ok'}`}>
      <span>{formatText(t.done, { looked: numberText(looked), found: numberText(found) })}</span>
      <When at={job.updatedAt} />
      {found > 0 && <a href={routeText({ screen: 'queue', query: { site, reason: 'words' } })}>{t.link}</a>}
    </p>
  );
}
