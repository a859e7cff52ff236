import { keysOn, LANGS, lang, THEMES, theme } from '../choices.ts';
import { changeLang, words } from '../i18n/all.ts';
import { Check, Segments } from '../parts/fields.tsx';
import { isHelpOpen } from '../parts/help.tsx';
import { signOut, staff } from '../session.ts';
import { siteName } from '../sites.ts';
import { toast } from '../toasts.ts';
import { Tokens } from './tokens.tsx';

/** Who one is, how the console looks, and one's API tokens. */
export function AccountScreen() {
  const said = words();
  const me = staff.value;
  if (me === null) return null;
  return (
    <div class="page narrow stack">
      <div class="head">
        <h1>{said.account.title}</h1>
      </div>
      <section class="panel">
        <h2>{said.account.me}</h2>
        <dl class="facts">
          <dt>{said.session.name}</dt>
          <dd>
            <bdi>{me.name}</bdi> <span class="meta">{said.app.role[me.role]}</span>
          </dd>
          <dt>{said.session.email}</dt>
          <dd>{me.email}</dd>
          <dt>{said.account.sites}</dt>
          <dd>{me.sites === null ? said.account.allSites : me.sites.map(siteName).join('、') || said.common.none}</dd>
        </dl>
        <div>
          <button
            type="button"
            class="button"
            onClick={() => void signOut().catch(() => toast(said.common.noConnection, { tone: 'bad', kind: 'note' }))}
          >
            {said.session.signOut}
          </button>
        </div>
      </section>
      <section class="panel">
        <h2>{said.account.look}</h2>
        <Segments
          label={said.session.language}
          value={lang.value}
          options={LANGS}
          onChange={(chosen) => void changeLang(chosen).catch(() => toast(said.common.failed, { tone: 'bad', kind: 'note' }))}
        />
        <Segments
          label={said.account.theme}
          value={theme.value}
          options={THEMES.map((one) => [one, said.account.themes[one]] as const)}
          onChange={(chosen) => {
            theme.value = chosen;
          }}
        />
        <div>
          <Check
            label={said.keys.use}
            isOn={keysOn.value}
            onChange={(isOn) => {
              keysOn.value = isOn;
            }}
          />
          <p class="row">
            <span class="meta">{said.account.keysHint}</span>
            <button type="button" class="linkish" onClick={() => (isHelpOpen.value = true)}>
              {said.keys.title}
            </button>
          </p>
        </div>
      </section>
      <Tokens />
    </div>
  );
}
