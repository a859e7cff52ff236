import { useEffect, useState } from 'preact/hooks';
import { useBox, useShown } from '../parts/context.ts';
import { memberOf } from './member-of.ts';
import type { Controller, VerificationFile } from '../types/controller.ts';
import type { Members } from '../types/members.ts';
import { SignInDialog } from './dialog.tsx';
import { createJoin } from './enter.ts';
import { Face } from './face.tsx';
import { AskJoin } from './join-question.tsx';
import css from './members.css';
import { POPUP_FEATURES } from './popup.ts';
import { createSignIn } from './sign-in.ts';
import { createSso } from './sso.ts';
import { STAFF } from './staff.ts';
import { MEMBER_TEXTS, type MemberTexts } from './texts.ts';
import { WaysIn } from './ways.tsx';

/** The boxes of this page that have members. */
const boxes = new Set<Controller>();

/** Has the box follow who signs in and out elsewhere: in another window of the browser, or another box of the page. */
function followReader(box: Controller): () => void {
  const { service, site } = box.settings;
  let [token, id, isMember] = [box.token(), box.state.readerId, memberOf(box.state) !== null];

  function onStorage({ key }: StorageEvent): void {
    // Without a key all was deleted.
    if (key === null || key === `${box.kept.start}token`) void box.actions?.setReader(box.token());
  }
  const unsubscribe = box.subscribe(() => {
    const now = box.token();
    if (now === null && box.state.reader !== null) return void box.actions?.setReader(null);
    if (now !== token) {
      token = now;
      for (const other of boxes)
        if (other !== box && other.settings.site === site && other.settings.service === service) void other.actions?.setReader(now);
    }
    const { readerId } = box.state;
    const isNowMember = memberOf(box.state) !== null;
    if (readerId === id && isNowMember === isMember) return;
    [id, isMember] = [readerId, isNowMember];
    box.emit('reader', { id, isMember });
  });
  addEventListener('storage', onStorage);
  boxes.add(box);
  return () => {
    boxes.delete(box);
    unsubscribe();
    removeEventListener('storage', onStorage);
  };
}

/** Is this reader verified as the site demands? */
function isVerified({ state }: Controller): boolean {
  const demanded = state.site?.verified ?? 'none';
  const has = state.reader?.verified ?? null;
  return demanded === 'none' || memberOf(state)?.badge === STAFF || has === demanded || (demanded === 'any' && has !== null);
}

/** Adds the styles of members to those of the box. */
function addStyles(place: Element): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  if (place.shadowRoot !== null) place.shadowRoot.adoptedStyleSheets = [...place.shadowRoot.adoptedStyleSheets, sheet];
}

/** Over 80 lines because its components share what is known of the sign-in. */
export function openMembers(box: Controller, place: Element): void {
  const t: MemberTexts = MEMBER_TEXTS[box.settings.lang];
  let announce: (sentence: string) => void = () => undefined;
  const announceHere = (sentence: string): void => announce(sentence);
  const signIn = createSignIn(box, t, announceHere);
  const join = createJoin(box);
  const sso = createSso(box);
  const unfollow = followReader(box);
  addStyles(place);

  /** Are there ways to sign in beside the website's own? */
  const hasWays = (): boolean => box.state.site?.signIn === true && signIn.ways?.length !== 0;

  function Me() {
    const { reader } = useShown(box);
    if (reader?.kind === 'member') {
      return (
        <span class="as">
          <Face name={reader.name} picture={reader.avatar} />
          <bdi>{reader.name}</bdi>
        </span>
      );
    }
    return hasWays() ? (
      <button type="button" class="link to-sign-in" aria-haspopup="dialog" onClick={() => signIn.setOpen(true)}>
        {t.signIn}
      </button>
    ) : null;
  }

  function Notices() {
    const { thread } = useShown(box);
    ({ announce } = useBox());
    void join.look();
    const question = join.question();
    return (
      <>
        {signIn.isOpen && <SignInDialog box={box} signIn={signIn} t={t} />}
        {question !== null && <AskJoin key={question.kind} question={question} join={join} t={t} announce={announceHere} />}
        {!members.mayWrite() && thread?.closed === false && <Prompt />}
      </>
    );
  }

  function Prompt() {
    const isMember = memberOf(box.state) !== null;
    const canVerify = box.state.site?.verifier === true && (isMember || box.state.site.guests);
    const [title, how] =
      isMember || canVerify
        ? [t.needVerified, canVerify ? '' : t.needVerifiedHow]
        : [t.membersOnly, hasWays() ? t.membersOnlyHow : t.bySite];
    return (
      <div class="notice prompt" tabIndex={-1}>
        <p>
          <strong>{title}</strong>
        </p>
        {how && <p>{how}</p>}
        {canVerify && <Verification />}
        {!isMember && hasWays() && <WaysIn box={box} signIn={signIn} t={t} />}
      </div>
    );
  }

  const openWindow = (): Window | null => window.open('', `liangju-verification-${box.settings.site}`, POPUP_FEATURES);

  function Verification() {
    const [file, setFile] = useState<VerificationFile | null>(null);
    useEffect(() => void box.getCode('verification').then(setFile, () => undefined), []);
    return file && <file.Verify box={box} openWindow={openWindow} announce={announceHere} />;
  }

  const members: Members = {
    Face,
    mayWrite: () => (box.state.site?.guests !== false || memberOf(box.state) !== null) && isVerified(box),
    renew: sso.renew,
    openForStaff: signIn.openForStaff,
    takeSso: () => void sso.take(),
    end() {
      unfollow();
      signIn.end();
      sso.end();
    },
    verified: () => <span class="badge quiet">{t.verified}</span>,
    me: () => <Me />,
    notices: () => <Notices />,
  };
  box.members = members;
  box.redraw();
  void signIn.takeLink();
  void sso.take();
}
