import type { Ways } from '../../contract/sign-in.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { Refused } from '../sdk.ts';
import { memberOf } from './member-of.ts';
import type { Controller } from '../types/controller.ts';
import { enter, type SignedIn } from './enter.ts';
import { createPopup, type Popup } from './popup.ts';
import type { MemberTexts } from './texts.ts';

/** A code was mailed. */
export interface SentCode {
  email: string;
  /** When it is over, and when another may be asked for; ms since 1970. */
  until: number;
  again: number;
}

/** Signing in, as the box shows it: what is open, and what went wrong. */
export interface SignIn {
  readonly popup: Popup;
  readonly isOpen: boolean;
  /** Null while they are being loaded; a site whose ways do not work now has none. */
  readonly ways: Ways | null;
  readonly hasFailed: boolean;
  /** What is shown of the last attempt by a window. */
  readonly sentence: string;
  readonly isWrong: boolean;
  readonly code: SentCode | null;
  setOpen(isOpen: boolean): void;
  load(): Promise<void>;
  /** Mails a code; gives the sentence of a refusal, or blank. */
  sendCode(email: string): Promise<string>;
  /** Signs in by the digits; gives the sentence of a refusal, or blank. */
  confirmCode(digits: string, name: string): Promise<string>;
  forgetCode(): void;
  /** Signs in by the link of a mail, where the page's address has its token. */
  takeLink(): Promise<void>;
  /** Opens the dialog for staff, whom the fragment of the page's address asks for; it is taken off. */
  openForStaff(): void;
  end(): void;
}

/** How long a code is good, and how long another one has to wait, ms. */
const [GOOD_FOR, AGAIN_AFTER] = [600_000, 60_000];
/** In what this browser keeps: what a mailed link works together with. */
const KEPT_BROWSER = 'mail';
/** The fragment of such a link. */
const LINK = /^#liangju-sign-in=([\w-]+)$/;

const dropFragment = (): void => history.replaceState(history.state, '', location.href.replace(/#.*$/, ''));

/** Over 80 lines because all its functions share what is shown of a sign-in. */
export function createSignIn(box: Controller, t: MemberTexts, announce: (sentence: string) => void): SignIn {
  const { kept, sdk, settings } = box;
  const { site } = settings;
  const shown = { isOpen: false, ways: null as Ways | null, hasFailed: false, sentence: '', isWrong: false, code: null as SentCode | null };

  function show(more: Partial<typeof shown>): void {
    Object.assign(shown, more);
    box.redraw();
  }

  async function take(member: SignedIn): Promise<void> {
    show({ isOpen: false, sentence: '', code: null });
    await enter(box, member);
    announce(formatText(t.signedIn, { name: member.reader.name }));
  }

  const popup = createPopup(box, {
    done: (member) => void take(member),
    refused: (sentence) => show({ sentence: sentence || t.failed, isWrong: true }),
    opened: () => show({ sentence: t.waiting, isWrong: false }),
    blocked: () => show({ sentence: t.blocked, isWrong: true }),
    lost: () => show({ sentence: t.noResult, isWrong: true }),
  });

  /** The sentence for what a call threw. */
  function sentenceOf(error: unknown): string {
    if (!(error instanceof Refused)) return t.failed;
    const { status, retryAfter } = error.problem;
    return status === 429 ? formatText(t.tooFast, { n: retryAfter ?? 60 }) : error.message || t.failed;
  }

  /** Confirms a mail; gives the sentence of a refusal. */
  async function confirm(proof: object): Promise<string> {
    try {
      await take(await sdk.call<SignedIn>('/auth/mail/confirm', { method: 'POST', body: { site, ...proof }, isPublic: true }));
      return '';
    } catch (error) {
      return sentenceOf(error);
    }
  }

  return {
    popup,
    get isOpen() {
      return shown.isOpen && memberOf(box.state) === null;
    },
    get ways() {
      return shown.ways;
    },
    get hasFailed() {
      return shown.hasFailed;
    },
    get sentence() {
      return shown.sentence;
    },
    get isWrong() {
      return shown.isWrong;
    },
    get code() {
      return shown.code;
    },
    setOpen(isOpen) {
      show({ isOpen, sentence: '' });
    },
    async load() {
      await popup.prepare();
      if (shown.ways !== null) return;
      try {
        const { ways } = await sdk.call<{ ways: Ways }>(`/auth/ways?${new URLSearchParams({ site })}`, { isPublic: true });
        // This way works nowhere else.
        const isInWeChat = /MicroMessenger/i.test(navigator.userAgent);
        show({ ways: ways.filter(({ kind }) => kind !== 'wechat-mp' || isInWeChat), hasFailed: false });
      } catch {
        show({ hasFailed: true });
      }
    },
    async sendCode(email) {
      try {
        const page = location.href.replace(/#.*$/, '');
        const body = { site, email, ...(page.startsWith('http') && { page }) };
        const { browser } = await sdk.call<{ browser: string }>('/auth/mail', { method: 'POST', body, isPublic: true });
        kept.set(KEPT_BROWSER, browser);
        show({ code: { email, until: Date.now() + GOOD_FOR, again: Date.now() + AGAIN_AFTER } });
        return '';
      } catch (error) {
        return sentenceOf(error);
      }
    },
    async confirmCode(code, name) {
      const { code: sent } = shown;
      if (sent === null || Date.now() > sent.until) return t.codeOver;
      return confirm({ code, email: sent.email, ...(name && { name }) });
    },
    forgetCode: () => show({ code: null }),
    async takeLink() {
      const token = LINK.exec(location.hash)?.[1];
      if (token === undefined) return;
      // Nobody who is given this address gets the token with it.
      dropFragment();
      if (memberOf(box.state) !== null) return;
      const browser = kept.get<string>(KEPT_BROWSER);
      const name = box.name();
      const sentence = await confirm({ token, ...(browser && { browser }), ...(name && { name }) });
      if (sentence !== '') show({ isOpen: true, sentence, isWrong: true });
    },
    openForStaff() {
      dropFragment();
      if (memberOf(box.state) === null) show({ isOpen: true, sentence: '' });
    },
    end: () => popup.end(),
  };
}
