import { useEffect, useState } from 'preact/hooks';
import type { SiteFull } from '../../contract/site.ts';
import { numberText, shareText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { phaseText } from '../i18n/terms.ts';
import { Chip, Failed, Loading } from '../parts/basic.tsx';
import { SiteHead } from '../parts/site-head.tsx';
import { getLearners, type LearnerModel } from '../site-calls.ts';

/** So many decisions a model needs before it is used, and so many of each kind. */
const ENOUGH = 200;
const ENOUGH_OF_EACH = 30;

/** What the site has learnt from its moderators' decisions, and whether that has any effect yet. */
export function SiteLearners({ site }: { site: SiteFull }) {
  const { learners: t } = texts();
  const [models, setModels] = useState<readonly LearnerModel[] | null>(null);
  const [isFailed, setFailed] = useState(false);
  const load = (): void => {
    setFailed(false);
    getLearners(site.id).then(
      (answer) => setModels(answer.models),
      () => setFailed(true),
    );
  };
  useEffect(load, [site.id]);
  return (
    <div class="page narrow stack">
      <SiteHead site={site} part="learners" />
      <p class="meta">{t.hint}</p>
      {models === null && (isFailed ? <Failed retry={load} /> : <Loading rows={2} />)}
      {models?.map((model) => (
        <Model key={model.use} model={model} />
      ))}
    </div>
  );
}

function Model({ model }: { model: LearnerModel }) {
  const { learners: t } = texts();
  const { use, active, threshold, precision, recall, window: of, alarms, decided } = model;
  const all = decided.wanted + decided.unwanted;
  const isYoung = all < ENOUGH || Math.min(decided.wanted, decided.unwanted) < ENOUGH_OF_EACH;
  const name = phaseText(`learner.${use}`);
  return (
    <section class="panel" aria-label={name}>
      <div class="row">
        <h2>{name}</h2>
        <Chip tone={active ? 'ok' : 'quiet'}>{active ? t.acting : t.watching}</Chip>
        <span class="meta">{t.about[use]}</span>
      </div>
      <p>{active ? formatText(t.holdsFrom, { t: numberText(Math.round(threshold * 100)) }) : isYoung ? t.young : t.unsure}</p>
      {!active && (
        <div class="meters">
          <Towards label={t.decided} n={all} of={ENOUGH} />
          <Towards label={t.wanted} n={decided.wanted} of={ENOUGH_OF_EACH} />
          <Towards label={t.unwanted} n={decided.unwanted} of={ENOUGH_OF_EACH} />
        </div>
      )}
      {alarms > 0 && (
        <p class="meta">
          {formatText(t.measured, {
            window: numberText(of),
            alarms: numberText(alarms),
            precision: shareText(precision),
            recall: shareText(recall),
          })}
        </p>
      )}
      {all === 0 && <p class="meta">{t.empty}</p>}
    </section>
  );
}

/** How far it is to a number. */
function Towards({ label, n, of }: { label: string; n: number; of: number }) {
  const text = formatText(texts().learners.of, { n: numberText(n), of: numberText(of) });
  return (
    <div>
      <span>{label}</span>
      <span class="meta num">{text}</span>
      <progress value={Math.min(n, of)} max={of} aria-label={`${label} ${text}`} />
    </div>
  );
}
