import { Refused, Unreachable } from '../sdk.ts';
import type { Controller } from '../types/controller.ts';
import { enter, isBySso, type SignedIn } from './enter.ts';

/** Where no answer came, it is tried again after so long, ms. */
const AGAIN = 10_000;
/** A function of the page that has not answered by then, ms, is not waited for. */
const LONGEST_WAIT = 15_000;

/** When a token ends, ms since 1970; null where it does not say so in a way that can be read. The service checks it, not this. */
function endOf(token: string): number | null {
  try {
    const { exp } = JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')));
    return typeof exp === 'number' ? exp * 1000 : null;
  } catch {
    return null;
  }
}

/**
 * The website's own sign-on. Over 80 lines because all its functions share the exchange that is under way.
 * It exchanges the page's token for a reader's, and gets a fresh one when it is over or was refused.
 */
export function createSso(box: Controller) {
  let refused = '';
  let running: Promise<void> | null = null;
  let isWantedAgain = false;
  let renewedAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const takeLater = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(take, ms);
  };

  /** The page's token as it is now; blank: nobody is signed in on the website. Null: it could not be had. */
  async function tokenOfPage(): Promise<string | null> {
    const { sso } = box.options;
    if (typeof sso !== 'function') return typeof sso === 'string' ? sso : '';
    try {
      const tooLate = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), LONGEST_WAIT));
      const token: unknown = await Promise.race([sso(), tooLate]);
      return typeof token === 'string' ? token.trim() : '';
    } catch (error) {
      console.warn('Liangju: the function that gets the sign-on token (sso) failed.', error);
      return null;
    }
  }

  async function exchange(): Promise<void> {
    clearTimeout(timer);
    const token = await tokenOfPage();
    if (token === null || box.isDestroyed) return;
    if (token === '' || token === refused) {
      // Who has signed out of the website is signed out here.
      if (isBySso(box)) await box.actions?.setReader(null);
      return;
    }
    try {
      const body = { site: box.settings.site, token };
      const answer = await box.sdk.call<SignedIn>('/readers/sso', { method: 'POST', body, isPublic: true });
      // Not waited for: what it asks for may need another token, which would wait for this one.
      void enter(box, answer, true);
      const end = endOf(token);
      if (typeof box.options.sso === 'function' && end !== null) takeLater(Math.max(AGAIN, end - Date.now()));
    } catch (error) {
      if (error instanceof Unreachable) takeLater(AGAIN);
      if (!(error instanceof Refused)) return;
      const { status, code, retryAfter } = error.problem;
      if (status === 429) return takeLater((retryAfter ?? 60) * 1000);
      refused = token;
      console.warn(`Liangju: the sign-on token (sso) was refused: ${code}. Why stands in the console under the site’s settings.`);
      if (isBySso(box)) await box.actions?.setReader(null);
    }
  }

  /** Signs in who the page says is signed in on the website. One exchange at a time; a change meanwhile is taken up after it. */
  function take(): Promise<void> {
    if (running !== null) {
      isWantedAgain = true;
      return running;
    }
    running = exchange().finally(() => {
      running = null;
      if (isWantedAgain && !box.isDestroyed) void take();
      isWantedAgain = false;
    });
    return running;
  }

  return {
    take,
    /** Gets another token in place of one that was refused. */
    async renew(old: string | null): Promise<boolean> {
      // One that is refused at once would be refused again.
      if (old === null || Date.now() - renewedAt < AGAIN) return false;
      if (box.token() === old && box.options.sso) {
        renewedAt = Date.now();
        await take();
      }
      const now = box.token();
      return now !== null && now !== old;
    },
    end: () => clearTimeout(timer),
  };
}
