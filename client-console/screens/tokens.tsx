import { useEffect, useState } from 'preact/hooks';
import type { Scope } from '../../contract/account.ts';
import { TOKEN_SCOPES } from '../../server/domain/token-scopes.ts';
import { Refused } from '../api.ts';
import { type ApiToken, deleteToken, getTokens, makeToken } from '../calls.ts';
import { agoText, dateText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { labelOf, texts } from '../i18n/all.ts';
import { Chip, CopyButton, Failed, Loading } from '../parts/basic.tsx';
import { ask } from '../parts/dialog.tsx';
import { Check, TextField } from '../parts/fields.tsx';
import { toast } from '../toasts.ts';

/** Personal API tokens: those there are, and a new one. */
export function Tokens() {
  const { account, common } = texts();
  const [tokens, setTokens] = useState<readonly ApiToken[] | null>(null);
  const [isFailed, setFailed] = useState(false);

  const load = (): void => {
    setFailed(false);
    getTokens().then(
      ({ tokens: read }) => setTokens(read),
      () => setFailed(true),
    );
  };
  useEffect(load, []);

  async function remove({ id, name }: ApiToken): Promise<void> {
    const isSure = await ask({
      title: formatText(account.removeTitle, { name }),
      hint: account.removeHint,
      confirm: common.remove,
      isDanger: true,
    });
    if (!isSure) return;
    try {
      await deleteToken(id);
      setTokens((before) => before?.filter((one) => one.id !== id) ?? null);
      toast(account.removed);
    } catch (error) {
      toast(error instanceof Refused ? error.problem.detail : common.noConnection, { tone: 'bad' });
    }
  }

  return (
    <section class="panel">
      <h2>{account.tokens}</h2>
      <p class="meta">{account.tokensHint}</p>
      {tokens === null && (isFailed ? <Failed retry={load} /> : <Loading rows={1} />)}
      {tokens?.length === 0 && <p class="meta">{account.noTokens}</p>}
      {tokens !== null && tokens.length > 0 && (
        <ul class="tokens">
          {tokens.map((token) => (
            <li key={token.id} class="row">
              <span class="grow">
                <bdi class="strong">{token.name}</bdi>
                <span class="row">
                  {token.scopes.map((scope) => (
                    <Chip key={scope}>{labelOf(account.scope, scope)}</Chip>
                  ))}
                  <span class="meta">{formatText(account.madeAt, { t: dateText(token.createdAt) })}</span>
                  <span class="meta">
                    {token.usedAt === null ? account.unused : formatText(account.used, { t: agoText(token.usedAt) })}
                  </span>
                </span>
              </span>
              <button type="button" class="button small danger" data-decides={token.id} onClick={() => void remove(token)}>
                {common.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
      <MakeToken onMade={(token) => setTokens((before) => [...(before ?? []), token])} />
    </section>
  );
}

function MakeToken({ onMade }: { onMade: (token: ApiToken) => void }) {
  const { account, common } = texts();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read']);
  const [secret, setSecret] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    setBusy(true);
    setFault(null);
    try {
      const { token, ...made } = await makeToken(name.trim(), scopes);
      setSecret(token);
      setName('');
      onMade(made);
    } catch (error) {
      setFault(error instanceof Refused ? error.problem.detail : common.noConnection);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {secret !== null && (
        <div class="alert ok stack" role="status">
          <p>{account.made}</p>
          <div class="secret">
            <input
              class="input mono"
              readOnly
              aria-label={account.tokens}
              value={secret}
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton text={secret} />
          </div>
        </div>
      )}
      <TextField
        label={account.tokenName}
        placeholder={account.tokenNamePlaceholder}
        value={name}
        onInput={setName}
        required
        maxlength={100}
      />
      <fieldset class="field">
        <legend>{account.scopes}</legend>
        <div class="row">
          {TOKEN_SCOPES.map((scope) => (
            <Check
              key={scope}
              label={account.scope[scope]}
              isOn={scopes.includes(scope)}
              onChange={(isOn) => setScopes(TOKEN_SCOPES.filter((one) => (one === scope ? isOn : scopes.includes(one))))}
            />
          ))}
        </div>
      </fieldset>
      {fault !== null && (
        <p class="alert" role="alert">
          {fault}
        </p>
      )}
      <div>
        <button type="submit" class="button" disabled={isBusy || scopes.length === 0}>
          {account.make}
        </button>
      </div>
    </form>
  );
}
