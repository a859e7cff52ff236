/** Under which name a comment goes out. Part: `name`. */
import type { RefObject } from 'preact';
import { firstGraphemes } from '../../server/domain/graphemes.ts';
import { NAME_LIMIT } from '../../server/domain/name-limit.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { useLateBox } from './context.ts';

interface Props {
  field: RefObject<HTMLInputElement | null>;
  name: string;
  isNaming: boolean;
  /** The name cannot be used: the element that says why. */
  wrong: string | undefined;
  onName: (name: string) => void;
  /** The reader wants another name. */
  onChange: () => void;
}

export function Signature({ field, name, isNaming, wrong, onName, onChange }: Props) {
  const { t } = useLateBox();

  /** Keeps as much as the server takes; what an input method still works on is left alone. */
  function take(input: HTMLInputElement, isComposing: boolean): void {
    const kept = isComposing ? input.value : firstGraphemes(input.value, NAME_LIMIT);
    if (kept !== input.value) input.value = kept;
    onName(kept);
  }

  if (isNaming) {
    return (
      <input
        ref={field}
        part="name"
        class="name"
        dir="auto"
        type="text"
        autocomplete="nickname"
        placeholder={t.namePlaceholder}
        aria-label={t.name}
        value={name}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong}
        onInput={(event) => take(event.currentTarget, event.isComposing)}
        onCompositionEnd={(event) => take(event.currentTarget, false)}
      />
    );
  }
  return (
    <span class="as">
      <bdi>{formatText(t.as, { name })}</bdi>
      <button type="button" class="link" onClick={onChange}>
        {t.changeName}
      </button>
    </span>
  );
}
