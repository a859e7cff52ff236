import { SECRET_MASK } from '../../contract/secret-mask.ts';
import { labelOf, texts } from '../i18n/all.ts';
import { SERVICE } from '../service.ts';
import type { WayDraft } from '../text/sign-in-drafts.ts';
import { Chip, CopyButton } from './basic.tsx';
import { DraftCard, type DraftCardProps } from './draft-card.tsx';
import { TextField } from './fields.tsx';

interface Props extends DraftCardProps {
  site: string;
  draft: WayDraft;
  change: (what: Partial<WayDraft>) => void;
}

/** One way to sign in: what readers see of it at a glance; when it is opened also what the provider has to know and has given. */
export function SignInWayCard({ site, draft, change, ...rest }: Props) {
  const { signIn: t } = texts();
  const { kind, id, name, clientId } = draft;
  return (
    <DraftCard
      {...rest}
      id={id}
      title={name === '' ? t.kinds[kind] : name}
      name={`${name === '' ? t.kinds[kind] : name} ${id}`}
      glance={
        <>
          {name !== t.kinds[kind] && <Chip>{t.kinds[kind]}</Chip>}
          {clientId !== '' && <Chip>{clientId}</Chip>}
        </>
      }
    >
      <Callback address={`${SERVICE}/api/v1/auth/${id.trim()}/callback/${site}`} />
      <Fields draft={draft} faults={rest.faults} change={change} />
    </DraftCard>
  );
}

/** What has to be registered at the provider. */
function Callback({ address }: { address: string }) {
  const { signIn: t } = texts();
  return (
    <div class="stack">
      <div class="row">
        <h3 class="grow">{t.callback}</h3>
        <CopyButton text={address} />
      </div>
      <p class="meta">{t.callbackHint}</p>
      <pre class="code">{address}</pre>
    </div>
  );
}

function Fields({ draft, faults, change }: Pick<Props, 'draft' | 'faults' | 'change'>) {
  const { signIn: t } = texts();
  const { kind } = draft;
  const faultText = (...names: readonly string[]): string | undefined => {
    const found = names.find((one) => faults.includes(one));
    return found === undefined ? undefined : labelOf(t.faults, found);
  };
  const line = (field: 'name' | 'clientId' | 'issuer' | 'teamId' | 'keyId', hint?: string) => (
    <TextField
      label={t[field]}
      hint={hint}
      fault={faultText(field)}
      value={draft[field]}
      onInput={(value) => change({ [field]: value })}
      maxlength={field === 'name' ? 40 : 500}
      {...(field === 'issuer' ? { inputmode: 'url' as const } : {})}
    />
  );
  return (
    <div class="pair">
      {line('name', t.nameHint)}
      <TextField
        label={t.id}
        hint={draft.isStored ? t.idKept : t.idHint}
        fault={faultText('sameId', 'id')}
        value={draft.id}
        onInput={(value) => change({ id: value })}
        maxlength={30}
        disabled={draft.isStored}
      />
      {line('clientId', t.clientIdHint)}
      {(kind === 'oidc' || kind === 'apple') && line('issuer', t.issuerHint)}
      {kind === 'apple' && line('teamId')}
      {kind === 'apple' && line('keyId')}
      <Secret draft={draft} fault={faultText('secretMoved', 'secret')} change={change} />
    </div>
  );
}

/** A line; Apple's is a file of several. */
function Secret({ draft, fault, change }: { draft: WayDraft; fault: string | undefined; change: Props['change'] }) {
  const { signIn: t } = texts();
  const isKept = draft.secret === SECRET_MASK;
  const isFile = draft.kind === 'apple';
  return (
    <TextField
      label={isFile ? t.privateKey : t.secret}
      hint={isKept ? t.secretKept : isFile ? t.privateKeyHint : t.secretHint}
      fault={fault}
      {...(isFile ? { rows: 4 } : { type: 'password' as const })}
      value={isKept ? '' : draft.secret}
      placeholder={isKept ? SECRET_MASK : ''}
      onInput={(value) => change({ secret: value === '' && draft.isStored ? SECRET_MASK : value })}
      autocomplete="new-password"
      maxlength={2000}
    />
  );
}
