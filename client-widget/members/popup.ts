import { Refused } from '../sdk.ts';
import type { Controller } from '../types/controller.ts';
import type { SignedIn } from './enter.ts';
import { STAFF } from './staff.ts';

/** By what its message is recognised. */
const MESSAGE = 'liangju:sign-in';
/** How a window of its own is opened. */
export const POPUP_FEATURES = 'popup,width=520,height=680';
/** How often it is looked whether the window is still there, ms. */
const LOOK_EVERY = 400;
/** How often a lost result is asked for, and for how long, ms: as long as the service keeps it. */
const [ASK_EVERY, ASK_FOR] = [2_000, 600_000];

/** Bytes in base64url (RFC 4648, 5), without `=`. */
const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '');

/** A code by which a result can be fetched, and its hash, which the window's address has. */
interface Claim {
  code: string;
  hash: string;
}

/** Makes a claim; null on pages that may not hash (no https). */
async function newClaim(): Promise<Claim | null> {
  if (!crypto.subtle) return null;
  const code = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code));
  return { code, hash: base64url(new Uint8Array(hash)) };
}

/** What becomes of a window. */
export interface PopupEnd {
  done(member: SignedIn): void;
  refused(sentence: string): void;
  /** The reader is in it now. */
  opened(): void;
  /** The browser did not open it. */
  blocked(): void;
  /** It was closed, or the provider has cut it off from this page; a result may still come. */
  lost(): void;
}

/** What the window posts. */
type Message = { type?: unknown; detail?: unknown } & Partial<SignedIn>;

/**
 * Signs in by a provider in a window of its own, one at a time (docs/adr/0008).
 * Over 80 lines because all its functions share the window that is open.
 */
export function createPopup(box: Controller, end: PopupEnd) {
  const { service, site } = box.settings;
  const name = `liangju-sign-in-${site}`;
  let claim: Claim | null = null;
  let asking: Claim | null = null;
  let popup: Window | null = null;
  let look: ReturnType<typeof setInterval> | undefined;
  let ask: ReturnType<typeof setTimeout> | undefined;

  async function prepare(): Promise<void> {
    claim = await newClaim().catch(() => null);
  }

  function stop(): void {
    clearInterval(look);
    clearTimeout(ask);
    popup = null;
    asking = null;
  }

  function finish(member: SignedIn): void {
    stop();
    end.done(member);
  }

  function onMessage({ origin, source, data }: MessageEvent<Message | null>): void {
    // The source of a window that has closed meanwhile may be unknown.
    if (popup === null || (source ?? popup) !== popup || origin !== new URL(service).origin || data?.type !== MESSAGE) return;
    const { reader, readerToken, detail } = data;
    if (reader !== undefined && readerToken !== undefined) finish({ reader, readerToken });
    else {
      stop();
      end.refused(typeof detail === 'string' ? detail : '');
    }
  }
  addEventListener('message', onMessage);

  /** Asks for the result of a window that has lost this page. */
  async function askFor(one: Claim, until: number): Promise<void> {
    if (asking !== one || box.isDestroyed || Date.now() > until) return;
    try {
      const body = { site, claim: one.code };
      const answer = await box.sdk.call<Partial<SignedIn>>('/auth/claim', { method: 'POST', body, isPublic: true });
      const { reader, readerToken } = answer;
      if (asking === one && reader !== undefined && readerToken !== undefined) return finish({ reader, readerToken });
    } catch (error) {
      if (error instanceof Refused && error.problem.status === 403 && asking === one) {
        stop();
        return end.refused(error.message);
      }
    }
    ask = setTimeout(() => void askFor(one, until), ASK_EVERY);
  }

  return {
    prepare,
    name,
    /** Where the window begins. Its address is set anew at the click: a claim is good for one window. */
    addressOf(way: string): string {
      const query = new URLSearchParams({ site, origin: location.origin, ...(claim && way !== STAFF && { claim: claim.hash }) });
      return `${service}/api/v1/auth/${way}/start?${query}`;
    },
    /**
     * Opens the window in a click on a link to it, which then leads there: unlike a script, a link can say with which
     * referrer. Where the browser does not open it, the link does nothing.
     */
    open(event: MouseEvent & { currentTarget: HTMLAnchorElement }, way: string): void {
      stop();
      event.currentTarget.href = this.addressOf(way);
      popup = window.open('', name, POPUP_FEATURES);
      if (popup === null) {
        event.preventDefault();
        end.blocked();
        return;
      }
      end.opened();
      const mine = way === STAFF ? null : claim;
      void prepare();
      look = setInterval(() => {
        if (popup?.closed === false) return;
        clearInterval(look);
        end.lost();
        asking = mine;
        if (mine !== null) void askFor(mine, Date.now() + ASK_FOR);
      }, LOOK_EVERY);
    },
    end(): void {
      stop();
      removeEventListener('message', onMessage);
    },
  };
}

export type Popup = ReturnType<typeof createPopup>;
