import { CloseIcon } from './icons.tsx';

/** A narrowing that has no field of its own, with the way out of it. */
export const Narrowed = ({ text, clear }: { text: string; clear: () => void }) => (
  <button type="button" class="button small" onClick={clear}>
    {text}
    <CloseIcon />
  </button>
);
