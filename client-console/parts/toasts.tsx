import { keysOn } from '../choices.ts';
import { texts } from '../i18n/texts.ts';
import { dismissToast, holdToast, resumeToast, toasts } from '../toasts.ts';
import { CloseIcon } from './icons.tsx';
import { Unsent } from './unsent.tsx';

/** The short messages at the foot of the page; they stay while pointer or focus is on them. */
export const Toasts = () => (
  <div class="toasts" role="status" aria-live="polite">
    <Unsent />
    {toasts.value.map(({ id, text, tone, action }) => (
      <div
        key={id}
        class={`toast ${tone}`}
        onMouseEnter={() => holdToast(id)}
        onMouseLeave={() => resumeToast(id)}
        onFocusIn={() => holdToast(id)}
        onFocusOut={() => resumeToast(id)}
      >
        <span class="grow">{text}</span>
        {action !== null && (
          <button
            type="button"
            class="button small"
            data-decides={id}
            onClick={() => {
              dismissToast(id);
              action.run();
            }}
          >
            {action.label}
            {keysOn.value && action.key !== undefined && <kbd aria-hidden="true">{action.key}</kbd>}
          </button>
        )}
        <button type="button" class="button small icon" aria-label={texts().common.close} onClick={() => dismissToast(id)}>
          <CloseIcon />
        </button>
      </div>
    ))}
  </div>
);
