import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { loadAllTexts, texts } from '../i18n/texts.ts';
import { findUpgrade, isUpgraded, reload } from '../upgrade.ts';
import { Failed, Loading } from './basic.tsx';

declare global {
  interface ImportMeta {
    /** Put behind the addresses of parts by the build, so that one that failed is asked for under another. */
    again?: string;
  }
}

/** After so many attempts only a new page helps. */
const MOST_ATTEMPTS = 3;
let failures = 0;

/**
 * A part of the console that is loaded when it is first shown: grey shapes until it is there; when it cannot be
 * had a button that tries again, or one that loads the page anew where the service has another version by now.
 * @param load gets it; called again after it has failed
 * @param catalogue which texts it shows: those of the desk, which are loaded, or all
 * @param rows how many grey shapes stand for it
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  catalogue: 'desk' | 'all' = 'all',
  rows = 3,
): ComponentType<P> {
  const part = signal<{ shown: ComponentType<P> } | 'loading' | 'failed' | null>(null);
  const attempts = signal(0);

  async function get(): Promise<void> {
    if (part.value !== null && part.value !== 'failed') return;
    part.value = 'loading';
    try {
      const [shown] = await Promise.all([load(), catalogue === 'all' ? loadAllTexts() : undefined]);
      part.value = { shown };
    } catch {
      failures++;
      attempts.value++;
      import.meta.again = `?${failures}`;
      await findUpgrade();
      part.value = 'failed';
    }
  }

  return function Later(props: P) {
    const { value } = part;
    useEffect(() => void get(), []);
    if (value === null || value === 'loading') return <Loading rows={rows} />;
    if (value !== 'failed') return <value.shown {...props} />;
    if (!isUpgraded.value && attempts.value < MOST_ATTEMPTS) return <Failed retry={() => void get()} />;
    const { common } = texts();
    const [title, hint] = isUpgraded.value ? [common.upgraded, common.upgradedHint] : [common.failed, common.failedHint];
    return (
      <div class="empty" role="alert">
        <strong>{title}</strong>
        <span>{hint}</span>
        <button type="button" class="button main" onClick={reload}>
          {common.reload}
        </button>
      </div>
    );
  };
}
