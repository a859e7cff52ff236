import { useEffect, useState } from 'preact/hooks';
import type { InvitedAccount, StaffAccount } from '../../contract/account.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { ALL_SITES } from '../../server/domain/all-sites.ts';
import type { Grant } from '../../server/domain/accounts.ts';
import { Refused } from '../api.ts';
import { texts as allTexts } from '../i18n/all.ts';
import { dateText } from '../i18n/format.ts';
import { Chip, CopyButton, Failed, Loading } from '../parts/basic.tsx';
import { ask } from '../parts/dialog.tsx';
import { TextField } from '../parts/fields.tsx';
import { GrantsField } from '../parts/grants-field.tsx';
import { routeText } from '../router.ts';
import { staff } from '../session.ts';
import { siteName } from '../sites.ts';
import { changeAccount, getAccounts, inviteStaff, removeAccount, resetAccount } from '../staff-calls.ts';
import { toast } from '../toasts.ts';

const sentenceOf = (error: unknown): string => (error instanceof Refused ? error.problem.detail : allTexts().common.noConnection);

/** 账号管理: everybody who may enter the console, with what they may do; new ones are invited by a link. */
export function StaffAccounts() {
  const { staffList: t } = allTexts();
  const [accounts, setAccounts] = useState<readonly StaffAccount[] | null>(null);
  const [isFailed, setFailed] = useState(false);
  const [invited, setInvited] = useState<InvitedAccount | null>(null);

  const load = (): void => {
    setFailed(false);
    getAccounts().then(
      (read) => setAccounts(read.accounts),
      () => setFailed(true),
    );
  };
  useEffect(load, []);

  const show = (account: StaffAccount): void =>
    setAccounts((before) =>
      [...(before ?? []).filter(({ id }) => id !== account.id), account].sort((a, b) => (a.email < b.email ? -1 : 1)),
    );
  const showInvited = (answer: InvitedAccount): void => {
    setInvited(answer);
    show(answer.account);
  };

  return (
    <div class="page narrow stack">
      <div class="head">
        <h1>{t.title}</h1>
        <p class="meta">{t.lead}</p>
        <a href={routeText({ screen: 'account' })}>{t.back}</a>
      </div>
      {invited !== null && <InvitationLink invited={invited} />}
      <section class="panel">
        {accounts === null && (isFailed ? <Failed retry={load} /> : <Loading rows={2} />)}
        <ul class="tokens" aria-label={t.title}>
          {accounts?.map((account) => (
            <Account
              key={account.id}
              account={account}
              onChanged={show}
              onInvited={showInvited}
              onRemoved={() => setAccounts((before) => before?.filter(({ id }) => id !== account.id) ?? null)}
            />
          ))}
        </ul>
      </section>
      <Invite onInvited={showInvited} />
    </div>
  );
}

/** The link of somebody who is to set a password, shown this once. */
function InvitationLink({ invited: { account, invitation } }: { invited: InvitedAccount }) {
  const { staffList: t } = allTexts();
  return (
    <div class="alert ok stack" role="status">
      <p>{formatText(t.linkFor, { email: account.email, t: dateText(invitation.until) })}</p>
      <div class="secret">
        <input class="input mono" readOnly aria-label={t.link} value={invitation.link} onFocus={(event) => event.currentTarget.select()} />
        <CopyButton text={invitation.link} />
      </div>
    </div>
  );
}

interface AccountProps {
  account: StaffAccount;
  onChanged: (account: StaffAccount) => void;
  onInvited: (answer: InvitedAccount) => void;
  onRemoved: () => void;
}

/** One account with what can be done to it; one's own is somebody else's to change. */
function Account({ account, onChanged, onInvited, onRemoved }: AccountProps) {
  const { staffList: t, app, account: words } = allTexts();
  const [draft, setDraft] = useState<Grant[] | null>(null);
  const { id, name, email, grants, disabled } = account;
  const isOwn = staff.value?.id === id;

  async function perform(work: () => Promise<void>, sure?: { title: string; hint: string; confirm: string }): Promise<void> {
    if (sure !== undefined && !(await ask({ ...sure, title: formatText(sure.title, { name }), isDanger: true }))) return;
    try {
      await work();
    } catch (error) {
      toast(sentenceOf(error), { tone: 'bad' });
    }
  }
  const setDisabled = (isOff: boolean) => async (): Promise<void> => {
    onChanged(await changeAccount(id, { disabled: isOff }));
    toast(formatText(isOff ? t.disabledDone : t.enabledDone, { name }));
  };
  const save = async (): Promise<void> => {
    onChanged(await changeAccount(id, { grants: draft ?? [], was: grants }));
    setDraft(null);
    toast(t.saved);
  };
  const remove = async (): Promise<void> => {
    await removeAccount(id);
    toast(formatText(t.removed, { name }));
    onRemoved();
  };

  return (
    <li class="stack">
      <div class="row">
        <span class="grow">
          <bdi class="strong">{name}</bdi> <span class="meta">{email}</span>
          <span class="row">
            {isOwn && <Chip>{t.you}</Chip>}
            {disabled && <Chip>{t.disabled}</Chip>}
            {grants.length === 0 && <span class="meta">{t.noGrants}</span>}
            {grants.map(({ role, site }) => (
              <Chip key={site}>
                {app.role[role]} · {site === ALL_SITES ? words.allSites : siteName(site)}
              </Chip>
            ))}
          </span>
          <Waiting until={account.invitedUntil} />
        </span>
      </div>
      {!isOwn && draft === null && (
        <AccountButtons
          disabled={disabled}
          edit={() => setDraft(grants)}
          reset={() =>
            void perform(async () => onInvited(await resetAccount(id)), { title: t.resetTitle, hint: t.resetHint, confirm: t.reset })
          }
          disable={() => void perform(setDisabled(true), { title: t.disableTitle, hint: t.disableHint, confirm: t.disable })}
          enable={() => void perform(setDisabled(false))}
          remove={() => void perform(remove, { title: t.removeTitle, hint: t.removeHint, confirm: t.remove })}
        />
      )}
      {draft !== null && (
        <EditGrants grants={draft} onChange={setDraft} onSave={() => void perform(save)} onCancel={() => setDraft(null)} />
      )}
    </li>
  );
}

type AccountButtonsProps = { disabled: boolean } & Readonly<Record<'edit' | 'reset' | 'disable' | 'enable' | 'remove', () => void>>;

/** What can be done to somebody's account. */
function AccountButtons({ disabled, edit, reset, disable, enable, remove }: AccountButtonsProps) {
  const { staffList: t } = allTexts();
  return (
    <div class="row">
      <button type="button" class="button small" onClick={edit}>
        {t.rights}
      </button>
      <button type="button" class="button small" onClick={reset}>
        {t.reset}
      </button>
      <button type="button" class="button small" onClick={disabled ? enable : disable}>
        {disabled ? t.enable : t.disable}
      </button>
      <button type="button" class="button small danger" onClick={remove}>
        {t.remove}
      </button>
    </div>
  );
}

interface EditGrantsProps {
  grants: Grant[];
  onChange: (grants: Grant[]) => void;
  onSave: () => void;
  onCancel: () => void;
}

function EditGrants({ grants, onChange, onSave, onCancel }: EditGrantsProps) {
  const { staffList: t, common } = allTexts();
  return (
    <div class="stack">
      <GrantsField grants={grants} onChange={onChange} />
      <div class="row">
        <button type="button" class="button main small" onClick={onSave}>
          {t.save}
        </button>
        <button type="button" class="button small" onClick={onCancel}>
          {common.cancel}
        </button>
      </div>
    </div>
  );
}

/** Whether a password is still to be set. */
function Waiting({ until }: { until: string | null }) {
  const { staffList: t } = allTexts();
  if (until === null) return null;
  const isOver = Date.parse(until) <= Date.now();
  return <span class="meta">{isOver ? t.linkOver : formatText(t.waiting, { t: dateText(until) })}</span>;
}

/** Invites somebody: the answer is the link. */
function Invite({ onInvited }: { onInvited: (answer: InvitedAccount) => void }) {
  const { staffList: t, session } = allTexts();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [grants, setGrants] = useState<Grant[]>([{ role: 'moderator', site: ALL_SITES }]);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    setBusy(true);
    setFault(null);
    try {
      onInvited(await inviteStaff({ email: email.trim(), name: name.trim(), grants }));
      setName('');
      setEmail('');
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="panel stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{t.invite}</h2>
      <p class="meta">{t.inviteHint}</p>
      <TextField label={session.name} hint={session.nameHint} value={name} onInput={setName} required maxlength={100} />
      <TextField label={session.email} type="email" value={email} onInput={setEmail} required maxlength={254} />
      <GrantsField grants={grants} onChange={setGrants} />
      {fault !== null && (
        <p class="alert" role="alert">
          {fault}
        </p>
      )}
      <div>
        <button type="submit" class="button main" disabled={isBusy}>
          {t.makeLink}
        </button>
      </div>
    </form>
  );
}
