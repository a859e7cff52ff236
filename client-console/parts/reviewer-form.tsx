import { SECRET_MASK } from '../../contract/secret-mask.ts';
import { FAIL_MODES, REVIEWER_FIELDS } from '../../server/domain/enumerations.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { labelOf, texts } from '../i18n/all.ts';
import { hasFeedback, OWN_FIELDS, type OwnField, type ReviewerDraft, WHENS } from '../text/reviewer-drafts.ts';
import { Check, SelectField, TextField } from './fields.tsx';

interface Props {
  draft: ReviewerDraft;
  faults: readonly string[];
  change: (what: Partial<ReviewerDraft>) => void;
}

const SECONDS = [1, 2, 3, 5, 8, 10];

/** All settings of a reviewer: its address, when it is asked, and what is sent to it. */
export const ReviewerForm = (props: Props) => (
  <>
    <Access {...props} />
    <Asking {...props} />
    <Sent {...props} />
  </>
);

/** The sentence for the first fault of a field. */
function faultText(faults: readonly string[], ...names: readonly string[]): string | undefined {
  const { faults: sentences } = texts().reviewers;
  const name = names.find((one) => faults.includes(one));
  return name === undefined ? undefined : labelOf(sentences, name);
}

function Access({ draft, faults, change }: Props) {
  const { reviewers: t } = texts();
  const { kind, id, url, secret } = draft;
  const isStored = secret === SECRET_MASK;
  return (
    <div class="stack">
      <h3>{t.access}</h3>
      <div class="pair">
        <TextField
          label={t.id}
          hint={t.idHint}
          fault={faultText(faults, 'sameId', 'id')}
          value={id}
          onInput={(value) => change({ id: value })}
          maxlength={30}
        />
        <TextField
          label={t.url}
          hint={t.urlHint[kind]}
          fault={faultText(faults, 'url')}
          value={url}
          onInput={(value) => change({ url: value })}
          inputmode="url"
          maxlength={500}
        />
        {OWN_FIELDS[kind]
          .filter((one) => one !== 'rules')
          .map((one) => (
            <Own key={one} field={one} draft={draft} faults={faults} change={change} />
          ))}
        <TextField
          label={t.secret}
          hint={isStored ? t.secretKept : t.secretHint[kind]}
          fault={faultText(faults, 'secretMoved', 'secret')}
          type="password"
          value={isStored ? '' : secret}
          placeholder={isStored ? SECRET_MASK : ''}
          onInput={(value) => change({ secret: value === '' && draft.isStored ? SECRET_MASK : value })}
          autocomplete="new-password"
          maxlength={500}
        />
      </div>
      {OWN_FIELDS[kind].includes('rules') && <Own field="rules" draft={draft} faults={faults} change={change} />}
    </div>
  );
}

function Own({ field, draft, faults, change }: Props & { field: OwnField }) {
  const { reviewers: t } = texts();
  const { kind } = draft;
  const hint =
    field === 'rules' ? t.rulesHint : field === 'keyId' && (kind === 'aliyun' || kind === 'tencent') ? t.keyIdHint[kind] : undefined;
  return (
    <TextField
      label={t[field]}
      hint={hint}
      fault={faultText(faults, field)}
      value={draft[field]}
      onInput={(value) => change({ [field]: value })}
      maxlength={field === 'rules' ? 2000 : 500}
      {...(field === 'rules' ? { rows: 5 } : {})}
    />
  );
}

function Asking({ draft, faults, change }: Props) {
  const { reviewers: t } = texts();
  const { kind, when, sample, failMode, timeoutMs, dailyQuota, canBlock, feedback } = draft;
  const seconds = [...new Set([...SECONDS, timeoutMs / 1000])].sort((a, b) => a - b);
  return (
    <div class="stack">
      <h3>{t.asking}</h3>
      <div class="pair">
        <SelectField
          label={t.when}
          value={when}
          options={WHENS.map((one) => [one, t.whens[one]] as const)}
          onChange={(chosen) => change({ when: chosen })}
        />
        {when === 'sample' && (
          <TextField
            label={t.sample}
            type="number"
            min={1}
            max={100}
            fault={faultText(faults, 'sample')}
            value={Number.isNaN(sample) ? '' : String(sample)}
            onInput={(value) => change({ sample: Number.parseInt(value, 10) })}
          />
        )}
        <SelectField
          label={t.failMode}
          hint={failMode === 'open' ? t.failHint : undefined}
          value={failMode}
          options={FAIL_MODES.map((one) => [one, t.failModes[one]] as const)}
          onChange={(chosen) => change({ failMode: chosen })}
        />
        <SelectField
          label={t.timeout}
          value={String(timeoutMs / 1000)}
          options={seconds.map((n) => [String(n), formatText(t.seconds, { n })] as const)}
          onChange={(n) => change({ timeoutMs: Number(n) * 1000 })}
        />
        <TextField
          label={t.quota}
          hint={t.quotaHint}
          type="number"
          min={1}
          max={10_000_000}
          fault={faultText(faults, 'dailyQuota')}
          value={dailyQuota === null ? '' : String(dailyQuota)}
          onInput={(value) => change({ dailyQuota: value.trim() === '' ? null : Number(value) })}
        />
      </div>
      <div>
        <Check
          label={<LabelWithHint text={t.canBlock} hint={t.canBlockHint} />}
          isOn={canBlock}
          onChange={(isOn) => change({ canBlock: isOn })}
        />
        {hasFeedback(kind) && (
          <Check
            label={<LabelWithHint text={t.feedback} hint={t.feedbackHint} />}
            isOn={feedback}
            onChange={(isOn) => change({ feedback: isOn })}
          />
        )}
      </div>
    </div>
  );
}

function Sent({ draft, faults, change }: Props) {
  const { reviewers: t } = texts();
  const { fields } = draft;
  return (
    <fieldset class="stack">
      <legend class="strong">{t.sent}</legend>
      <p class="meta">{t.sentHint}</p>
      <div>
        {REVIEWER_FIELDS.map((one) => (
          <Check
            key={one}
            label={<LabelWithHint text={t.fields[one]} hint={t.leaves[one]} fault={faultText(faults, one)} />}
            isOn={fields[one]}
            isFaulty={faults.includes(one)}
            onChange={(isOn) => change({ fields: { ...fields, [one]: isOn } })}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** A switch with a sentence on what it means. */
const LabelWithHint = ({ text, hint, fault }: { text: string; hint: string; fault?: string | undefined }) => (
  <>
    {text}
    <span class={fault === undefined ? 'meta told' : 'fault told'}>{fault ?? hint}</span>
  </>
);
