import { useState } from 'preact/hooks';
import { words } from '../i18n/all.ts';
import { SelectField, TextField } from './fields.tsx';

const LEVELS = ['hold', 'block', 'review', 'mask', 'allow'] as const;
const CATEGORIES = ['custom', 'ad', 'gambling', 'porn', 'fraud', 'abuse', 'drugs', 'weapons', 'politics'] as const;

/** Writes one entry as a line of the list, so that nobody has to type its tabs. */
export function WordAdder({ add }: { add: (line: string) => void }) {
  const said = words();
  const [word, setWord] = useState('');
  const [level, setLevel] = useState<(typeof LEVELS)[number]>('hold');
  const [category, setCategory] = useState<(typeof CATEGORIES)[number]>('custom');
  const submit = (): void => {
    const clean = word.replace(/\s+/g, ' ').trim();
    if (clean === '') return;
    add(`${clean}\t${level}\t${category}`);
    setWord('');
  };
  return (
    <div
      class="adder"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.isComposing || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        submit();
      }}
    >
      <TextField label={said.words.word} value={word} onInput={setWord} maxlength={200} />
      <SelectField
        label={said.words.level}
        value={level}
        options={LEVELS.map((one) => [one, said.levels[one]] as const)}
        onChange={setLevel}
      />
      <SelectField
        label={said.words.category}
        value={category}
        options={CATEGORIES.map((one) => [one, said.categories[one]] as const)}
        onChange={setCategory}
      />
      <button type="button" class="button" disabled={word.trim() === ''} onClick={submit}>
        {said.words.add}
      </button>
    </div>
  );
}
