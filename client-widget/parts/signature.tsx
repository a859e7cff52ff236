/** Under which name a comment goes out. Part: `name`. */
import { firstGraphemes } from '../../server/domain/graphemes.ts';
import { NAME_LIMIT } from '../../server/domain/name-limit.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { useLateBox } from './late-box.ts';
import type { NameField } from './use-name-field.ts';

interface Props {
  naming: NameField;
  /** The id of the element that says why the name cannot be used. */
  errorId: string;
}

export function Signature({ naming, errorId }: Props) {
  const { t } = useLateBox();
  const { field, name, refused } = naming;
  const isWrong = refused !== '' && name.trim() === refused;

  /** Cuts a name to the server's limit; not while an input method is composing. */
  function take(input: HTMLInputElement, isComposing: boolean): void {
    const kept = isComposing ? input.value : firstGraphemes(input.value, NAME_LIMIT);
    if (kept !== input.value) input.value = kept;
    naming.setName(kept);
  }

  if (naming.isNaming) {
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
        aria-invalid={isWrong}
        aria-describedby={isWrong ? errorId : undefined}
        onInput={(event) => take(event.currentTarget, event.isComposing)}
        onCompositionEnd={(event) => take(event.currentTarget, false)}
      />
    );
  }
  return (
    <span class="as">
      <bdi>{formatText(t.as, { name })}</bdi>
      <button type="button" class="link" onClick={naming.open}>
        {t.changeName}
      </button>
    </span>
  );
}
