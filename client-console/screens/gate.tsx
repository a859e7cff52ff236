import type { ComponentChildren } from 'preact';
import { LANGS, lang } from '../choices.ts';
import { changeLang, texts } from '../i18n/texts.ts';
import { Failed } from '../parts/basic.tsx';
import { SelectField } from '../parts/fields.tsx';
import { BrandIcon } from '../parts/icons.tsx';
import { findSession } from '../session.ts';
import { toast } from '../toasts.ts';
import { SignInForm } from './sign-in-form.tsx';

/** The page before the desk: the product's name, one panel, the choice of language. */
export function Gate({ children }: { children: ComponentChildren }) {
  const { app, session } = texts();
  return (
    <main class="gate">
      <p class="brand">
        <BrandIcon />
        <span>{app.brand}</span>
        <small>{app.console}</small>
      </p>
      <div class="panel">{children}</div>
      <SelectField
        label={session.language}
        isHidden
        value={lang.value}
        options={LANGS}
        onChange={(chosen) => void changeLang(chosen).catch(() => toast(texts().common.failed, { tone: 'bad' }))}
      />
    </main>
  );
}

/** Asks for address and password. */
export const SignInGate = () => (
  <Gate>
    <h1>{texts().session.signInTitle}</h1>
    <SignInForm />
  </Gate>
);

/** The service does not answer. */
export const UnreachableGate = () => (
  <Gate>
    <Failed retry={() => void findSession()} />
  </Gate>
);
