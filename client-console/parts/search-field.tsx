import { useEffect, useRef, useState } from 'preact/hooks';
import { keysOn } from '../choices.ts';
import { SearchIcon } from './icons.tsx';

/** Writing has come to rest after this, ms. */
const REST = 300;

/** A line to search by; tells what was written once the writing rests, never in the middle of a composition. */
export function SearchField({ label, value, onSearch }: { label: string; value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  const isComposing = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // What was searched for comes back without the blanks around it: they are still being written.
  useEffect(() => setText((written) => (written.trim() === value ? written : value)), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (written: string, wait: number): void => {
    clearTimeout(timer.current);
    if (isComposing.current) return;
    timer.current = setTimeout(() => onSearch(written.trim()), wait);
  };
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search(text, 0);
      }}
    >
      <SearchIcon />
      <input
        class="input"
        type="search"
        data-search
        aria-label={label}
        placeholder={label}
        maxLength={200}
        value={text}
        onCompositionStart={() => {
          isComposing.current = true;
        }}
        onCompositionEnd={(event) => {
          isComposing.current = false;
          search(event.currentTarget.value, REST);
        }}
        onInput={(event) => {
          setText(event.currentTarget.value);
          search(event.currentTarget.value, REST);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      {keysOn.value && <kbd aria-hidden="true">/</kbd>}
    </form>
  );
}
