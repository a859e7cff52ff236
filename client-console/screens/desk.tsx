import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { texts } from '../i18n/texts.ts';
import { followInput } from '../keys/input.ts';
import { handleKeys } from '../keys/shortcuts.ts';
import { guardPointer } from '../keys/pointer-guard.ts';
import { isOnline } from '../live.ts';
import { BanDialog } from '../parts/ban-dialog.tsx';
import { Asking, Dialog } from '../parts/dialog.tsx';
import { Help } from '../parts/help.tsx';
import { later } from '../parts/later.tsx';
import { Toasts } from '../parts/toasts.tsx';
import { keepClaims } from '../queue/claims.ts';
import { followFilters } from '../queue/count.ts';
import { followLiveUpdates } from '../queue/live-updates.ts';
import { followConnection } from '../queue/follow-connection.ts';
import { route } from '../router.ts';
import { session, signOut, staff } from '../session.ts';
import { readSites } from '../sites.ts';
import { QueueScreen } from './queue.tsx';
import { Rail } from './rail.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** The queue comes with the desk; the other screens are loaded when they are opened. */
const SCREENS = {
  queue: QueueScreen,
  // A signed-in administrator has no use for the set-up link.
  setup: QueueScreen,
  comments: later(async () => (await import('./comments.tsx')).CommentsScreen),
  audit: later(async () => (await import('./audit.tsx')).AuditScreen),
  sites: later(async () => (await import('./sites.tsx')).SitesScreen),
  try: later(async () => (await import('./try.tsx')).TryScreen),
  account: later(async () => (await import('./account.tsx')).AccountScreen),
} as const;

/** What a signed-in moderator sees: the rail, the screen, and what lies over both. */
export function Desk() {
  const { app } = texts();
  const main = useRef<HTMLElement>(null);
  const { screen } = route.value;

  useEffect(() => {
    void readSites();
    const ends = [followInput(), guardPointer(), followConnection(), followFilters(), followLiveUpdates(), keepClaims(), handleKeys()];
    return () => {
      for (const end of ends) end();
    };
  }, []);
  const Screen = SCREENS[screen];
  return (
    <div class="frame">
      <button type="button" class="jump" onClick={() => main.current?.focus()}>
        {app.skip}
      </button>
      <Rail />
      <main ref={main} class="content" tabIndex={-1}>
        <div class="bar-line" role="status">
          {!isOnline.value && <p class="bar">{app.offline}</p>}
        </div>
        <ScreenStart screen={screen} main={main} />
        <Screen />
      </main>
      <Toasts />
      <Asking />
      <BanDialog />
      <Help />
      {session.value === 'ended' && <Expired />}
    </div>
  );
}

/**
 * Where a screen begins: at its top, with the focus on it for those who do not look. Stands before the screen, which
 * may go on from there to the place where it was left.
 */
function ScreenStart({ screen, main }: { screen: string; main: { readonly current: HTMLElement | null } }) {
  const wasThere = useRef(false);
  useLayoutEffect(() => {
    if (wasThere.current) main.current?.focus({ preventScroll: true });
    wasThere.current = true;
    scrollTo(0, 0);
  }, [screen]);
  return null;
}

/** The session has ended: the password brings it back, and everything is still there. */
function Expired() {
  const t = texts().session;
  return (
    <Dialog title={t.expiredTitle} isFirm onClose={() => undefined}>
      <p>{t.expiredHint}</p>
      <SignInForm known={staff.value?.email ?? ''} />
      <button type="button" class="linkish" onClick={() => void signOut()}>
        {t.signOut}
      </button>
    </Dialog>
  );
}
