/**
 * What is the reader's own: comments on this site, profile, data. A dialog: Esc closes it, and the focus returns to the button that
 * opened it. Part: `own`.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ReaderView } from '../../contract/account.ts';
import type { Lang } from '../../client-shared/language.ts';
import { enOwn } from '../i18n/own/en.ts';
import { type OwnCatalogue, zhCNOwn } from '../i18n/own/zh-CN.ts';
import { zhTWOwn } from '../i18n/own/zh-TW.ts';
import { useLateBox } from './late-box.ts';
import { Icon } from '../parts/icons.tsx';
import { Refused } from '../sdk.ts';
import type { OwnPanelProps } from '../types/own.ts';
import { becomeNew } from './become-new.ts';
import { Comments } from './comments.tsx';
import { type Panel, PanelContext } from './context.ts';
import { Data } from './data.tsx';
import css from './own.css';
import { Person } from './person.tsx';
import { Profile } from './profile.tsx';

const TEXTS: Readonly<Record<Lang, OwnCatalogue>> = { 'zh-CN': zhCNOwn, 'zh-TW': zhTWOwn, en: enOwn };
const VIEWS = { comments: Comments, profile: Profile, data: Data } as const;

/** A key that closes a form in the panel does not close the panel too. */
function keepOpen(event: KeyboardEvent): void {
  if (event.key === 'Escape' && event.target instanceof Element && event.target.closest('.appeal')) event.preventDefault();
}

/** Puts the panel's style rules into the box's shadow tree while the panel is there. */
function useStyles(root: () => HTMLElement | null): void {
  useLayoutEffect(() => {
    const tree = root()?.getRootNode();
    if (!(tree instanceof ShadowRoot)) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet];
    return () => {
      tree.adoptedStyleSheets = tree.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, []);
}

/** Over 80 lines by its markup: what happens in each view is in a file of its own. */
export function OwnPanel({ onClose }: OwnPanelProps) {
  const box = useLateBox();
  const { controller, root } = box;
  const t = TEXTS[controller.settings.lang];
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [view, setView] = useState<keyof typeof VIEWS>('comments');
  const [reader, setReader] = useState<ReaderView | null>(null);
  const [sentence, announce] = useState('');
  const [ending, setEnding] = useState('');
  useStyles(root);

  function end(last: string): void {
    box.setOpen(null);
    becomeNew(controller);
    announce('');
    setEnding(last);
    heading.current?.focus();
  }

  function sentenceOf(error: unknown): string {
    if (error instanceof Refused && error.problem.status === 401) end(t.expired);
    return (error instanceof Refused && error.message) || box.t.failed;
  }

  useEffect(() => {
    dialog.current?.showModal();
    heading.current?.focus();
    // Of what is open in the panel Esc closes the innermost; the form of an appeal keeps the key from all behind it.
    dialog.current?.addEventListener('keydown', keepOpen, true);
  }, []);

  function closed(): void {
    onClose();
    // The button that opened it is gone with the token.
    if (controller.token() === null) root()?.querySelector<HTMLElement>('.composer textarea, .notice')?.focus();
  }

  const panel: Panel = { t, reader, setReader, announce, sentenceOf, end, close: () => dialog.current?.close() };
  const View = VIEWS[view];
  return (
    <PanelContext.Provider value={panel}>
      <dialog
        ref={dialog}
        class="own"
        part="own"
        aria-labelledby="liangju-own"
        onClose={closed}
        onClick={(event) => event.target === dialog.current && panel.close()}
      >
        <div class="sheet">
          <div class="sheet-top">
            <h2 ref={heading} id="liangju-own" tabIndex={-1}>
              {t.title}
            </h2>
            <button type="button" class="icon" aria-label={t.close} onClick={panel.close}>
              <Icon d="M5 5l10 10M15 5L5 15" />
            </button>
          </div>
          {ending === '' ? (
            <>
              <Person />
              <div class="tabs" role="group" aria-label={t.views}>
                {(['comments', 'profile', 'data'] as const).map((name) => (
                  <button
                    key={name}
                    type="button"
                    aria-pressed={view === name}
                    onClick={() => {
                      announce('');
                      setView(name);
                    }}
                  >
                    {t[name]}
                  </button>
                ))}
              </div>
              <div class="sheet-body" tabIndex={-1}>
                <View />
              </div>
            </>
          ) : (
            <div class="ending">
              <p role="status">{ending}</p>
              <button type="button" class="primary" onClick={panel.close}>
                {t.close}
              </button>
            </div>
          )}
          <p class="saying" role="status">
            {sentence}
          </p>
        </div>
      </dialog>
    </PanelContext.Provider>
  );
}
