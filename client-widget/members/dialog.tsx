/** The dialog in which readers sign in. Part: `dialog`. Keys: Esc closes, focus returns to where it was. */
import { useEffect, useRef } from 'preact/hooks';
import type { Controller } from '../types/controller.ts';
import type { SignIn } from './sign-in.ts';
import type { MemberTexts } from './texts.ts';
import { WaysIn } from './ways.tsx';

export function SignInDialog({ box, signIn, t }: { box: Controller; signIn: SignIn; t: MemberTexts }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="sign-in"
      part="dialog"
      aria-label={t.title}
      onClose={() => signIn.setOpen(false)}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="head">
        <h3>{t.title}</h3>
        <button type="button" class="plain" onClick={() => dialog.current?.close()}>
          {t.close}
        </button>
      </div>
      <WaysIn box={box} signIn={signIn} t={t} />
    </dialog>
  );
}
