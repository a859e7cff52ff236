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
  /** The value that is shown, and what was searched for since and is on its way to be it, in this order. */
  const current = useRef(value);
  const searched = useRef<string[]>([]);
  useEffect(() => {
    if (value === current.current) return;
    current.current = value;
    const own = searched.current.indexOf(value);
    searched.current = own === -1 ? [] : searched.current.slice(own + 1);
    // The moderator may have written on since: only a value that comes from elsewhere takes the place of the text.
    if (own !== -1) return;
    clearTimeout(timer.current);
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (written: string, wait: number): void => {
    clearTimeout(timer.current);
    if (isComposing.current) return;
    timer.current = setTimeout(() => {
      const sought = written.trim();
      if (sought !== (searched.current.at(-1) ?? current.current)) searched.current.push(sought);
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
