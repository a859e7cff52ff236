import { useEffect, useRef, useState } from 'preact/hooks';
import { keysOn } from '../choices.ts';
import { SearchIcon } from './icons.tsx';

/** After a pause of this length the text is searched for, ms. */
const REST = 300;

/** A search field; calls back once the moderator pauses, never while an input method is composing. */
export function SearchField({ label, value, onSearch }: { label: string; value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  const isComposing = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  /** What was searched for and is on its way to be the value. */
  const own = useRef(new Set<string>());
  useEffect(() => {
    // The moderator may have written on since: only a value that comes from elsewhere takes the place of the text.
    if (own.current.delete(value)) return;
    own.current.clear();
    clearTimeout(timer.current);
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (written: string, wait: number): void => {
    clearTimeout(timer.current);
    if (isComposing.current) return;
    timer.current = setTimeout(() => {
      const sought = written.trim();
      if (sought !== value) own.current.add(sought);
      onSearch(sought);
    }, wait);
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
