import { useState } from 'preact/hooks';
import { ALL_SITES } from '../../server/domain/all-sites.ts';
import { keysOn, LANGS, lang, THEMES, theme } from '../choices.ts';
import { changeLang, texts } from '../i18n/all.ts';
import { Check, Segments } from '../parts/fields.tsx';
import { isHelpOpen } from '../parts/help.tsx';
import { route, routeText } from '../router.ts';
import { may, signOut, staff } from '../session.ts';
import { siteName } from '../sites.ts';
import { toast } from '../toasts.ts';
import { CommentTokens } from './comment-tokens.tsx';
import { OwnPassword } from './own-password.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { Passkeys } from './passkeys.tsx';
import { SecondFactor } from './second-factor.tsx';
import { StaffAccounts } from './staff-accounts.tsx';
import { Tokens } from './tokens.tsx';

/** One's own account, and behind it those of colleagues. */
export const AccountScreen = () => (route.value.parts[0] === 'staff' && may('staff.manage', null) ? <StaffAccounts /> : <OwnAccount />);

/** The moderator's account, how the console looks, and their API tokens. */
function OwnAccount() {
  const t = texts();
  const [version, setVersion] = useState(0);
  const me = staff.value;
  if (me === null) return null;
  return (
    <div class="page narrow stack">
      <div class="head">
        <h1>{t.account.title}</h1>
      </div>
      <section class="panel">
        <h2>{t.account.me}</h2>
        <dl class="facts">
          <dt>{t.session.name}</dt>
          <dd>
            <bdi>{me.name}</bdi>
          </dd>
          <dt>{t.session.email}</dt>
          <dd>{me.email}</dd>
          <dt>{t.account.sites}</dt>
          <dd class="row">
            {me.grants.length === 0 && t.common.none}
            {me.grants.map(({ role, site }) => (
              <span key={site}>
                {site === ALL_SITES ? t.account.allSites : siteName(site)} <span class="meta">{t.app.role[role]}</span>
              </span>
            ))}
          </dd>
        </dl>
        <div class="row">
          {may('staff.manage', null) && (
            <a class="button" href={routeText({ screen: 'account', parts: ['staff'] })}>
              {t.staffList.manage}
            </a>
          )}
          <button
            type="button"
            class="button"
            onClick={() => void signOut().catch(() => toast(t.common.noConnection, { tone: 'bad', kind: 'note' }))}
          >
            {t.session.signOut}
          </button>
        </div>
      </section>
      <Look />
      <OwnPassword onChanged={() => setVersion((before) => before + 1)} />
      <Passkeys />
      <SecondFactor />
      <OwnSessions version={version} />
      <CommentTokens />
      <Tokens />
    </div>
  );
}

/** How the console looks in this browser. */
function Look() {
  const t = texts();
  return (
    <section class="panel">
      <h2>{t.account.look}</h2>
      <Segments
        label={t.session.language}
        value={lang.value}
        options={LANGS}
        onChange={(chosen) => void changeLang(chosen).catch(() => toast(t.common.failed, { tone: 'bad', kind: 'note' }))}
      />
      <Segments
        label={t.account.theme}
        value={theme.value}
        options={THEMES.map((one) => [one, t.account.themes[one]] as const)}
        onChange={(chosen) => {
          theme.value = chosen;
        }}
      />
      <div>
        <Check
          label={t.keyTable.use}
          isOn={keysOn.value}
          onChange={(isOn) => {
            keysOn.value = isOn;
          }}
        />
        <p class="row">
          <span class="meta">{t.account.keysHint}</span>
          <button type="button" class="linkish" onClick={() => (isHelpOpen.value = true)}>
            {t.keys.title}
          </button>
        </p>
      </div>
    </section>
  );
}
