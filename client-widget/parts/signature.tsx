/** Under which name a comment goes out. Part: `name`. */
import type { RefObject } from 'preact';
import { fill } from '../i18n/say.ts';
import { useLateBox } from './context.ts';

interface Props {
  field: RefObject<HTMLInputElement | null>;
  name: string;
  isNaming: boolean;
  onName: (name: string) => void;
  /** The reader wants another name. */
  onChange: () => void;
}

export function Signature({ field, name, isNaming, onName, onChange }: Props) {
  const { t } = useLateBox();
  if (isNaming) {
    return (
      <input
        ref={field}
        part="name"
        class="name"
        type="text"
        maxLength={60}
        autocomplete="nickname"
        placeholder={t.namePlaceholder}
        aria-label={t.name}
        value={name}
        onInput={(event) => onName(event.currentTarget.value)}
      />
    );
  }
  return (
    <span class="as">
      <bdi>{fill(t.as, { name })}</bdi>
      <button type="button" class="link" onClick={onChange}>
        {t.changeName}
      </button>
    </span>
  );
}
