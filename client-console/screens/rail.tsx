import { countText } from '../i18n/format.ts';
import { texts } from '../i18n/texts.ts';
import { isOnline, liveState } from '../live.ts';
import { isHelpOpen } from '../parts/help.tsx';
import { AccountIcon, AuditIcon, BrandIcon, CommentsIcon, KeysIcon, QueueIcon, SitesIcon, TryIcon } from '../parts/icons.tsx';
import { queueRoute } from '../queue/address.ts';
import { stats } from '../queue/count.ts';
import { route, routeText, type ScreenName } from '../router.ts';
import { staff } from '../session.ts';

const PLACES: readonly (readonly [Exclude<ScreenName, 'setup'>, () => preact.JSX.Element])[] = [
  ['queue', QueueIcon],
  ['comments', CommentsIcon],
  ['audit', AuditIcon],
  ['sites', SitesIcon],
  ['try', TryIcon],
  ['account', AccountIcon],
];

/** The navigation: screens, the number of waiting cases, the account, and the state of the live connection. */
export function Rail() {
  const { app, nav, keys } = texts();
  const current = route.value.screen;
  const open = stats.value?.open ?? 0;
  const me = staff.value;
  return (
    <div class="rail">
      <p class="brand">
        <BrandIcon />
        <span>{app.brand}</span>
        <small>{app.console}</small>
      </p>
      <nav aria-label={app.navigation}>
        <ul>
          {PLACES.map(([screen, Icon]) => (
            <li key={screen}>
              <a
                href={routeText(screen === 'queue' ? queueRoute() : { screen })}
                title={nav[screen]}
                aria-current={screen === current ? 'page' : undefined}
              >
                <Icon />
                <span class="label">{nav[screen]}</span>
                {screen === 'queue' && open > 0 && <span class="count">{countText(open)}</span>}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <footer>
        <button type="button" class="button plain small" title={keys.title} onClick={() => (isHelpOpen.value = true)}>
          <KeysIcon />
          <span class="label">{keys.title}</span>
        </button>
        {me !== null && (
          <p class="label">
            <bdi class="strong">{me.name}</bdi> <span class="meta">{app.role[me.role]}</span>
          </p>
        )}
        <Pulse />
      </footer>
    </div>
  );
}

function Pulse() {
  const { app } = texts();
  const state = isOnline.value ? liveState.value : 'down';
  const text = app[state];
  return (
    <p class={`pulse meta ${state}`} role="status" title={text}>
      <i />
      <span class="label">{text}</span>
    </p>
  );
}
