import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { REVIEWER_FIELDS } from '../../server/domain/enumerations.ts';
import type { ReviewerDraft } from '../text/reviewer-drafts.ts';
import { Chip } from './basic.tsx';
import { DraftCard, type DraftCardProps } from './draft-card.tsx';
import { ReviewerForm } from './reviewer-form.tsx';

interface Props extends DraftCardProps {
  draft: ReviewerDraft;
  change: (what: Partial<ReviewerDraft>) => void;
}

/** One reviewer: what it is and what it gets at a glance; all of it when it is opened. */
export function ReviewerCard({ draft, change, ...rest }: Props) {
  const { reviewers: t } = texts();
  const { kind, id, when, sample, failMode, canBlock, fields } = draft;
  const sent = REVIEWER_FIELDS.filter((one) => fields[one]).map((one) => t.fields[one]);
  return (
    <DraftCard
      {...rest}
      id={id}
      title={t.kinds[kind]}
      name={`${t.kinds[kind]} ${id}`}
      glance={
        <>
          <Chip>{when === 'sample' ? `${t.whens.sample} ${sample}%` : t.whens[when]}</Chip>
          <Chip>{`${t.failMode}${t.colon}${t.failModes[failMode]}`}</Chip>
          {canBlock && <Chip tone="bad">{t.canBlock}</Chip>}
          <Chip tone={sent.length === 0 ? 'ok' : 'warn'}>
            {sent.length === 0 ? t.sentNothing : formatText(t.sentChip, { v: sent.join(t.comma) })}
          </Chip>
        </>
      }
    >
      <ReviewerForm draft={draft} faults={rest.faults} change={change} />
    </DraftCard>
  );
}
