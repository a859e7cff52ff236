import { useState } from 'preact/hooks';
import { texts } from '../i18n/all.ts';
import { WORD_LEVELS, type WordLevel } from '../../server/domain/enumerations.ts';
import { SelectField, TextField } from './fields.tsx';

const CATEGORIES = ['custom', 'ad', 'gambling', 'porn', 'fraud', 'abuse', 'drugs', 'weapons', 'politics'] as const;

/** Adds one entry as a line of the list, so that moderators need not type its tabs. */
export function WordAdder({ add }: { add: (line: string) => void }) {
  const t = texts();
  const [word, setWord] = useState('');
  const [level, setLevel] = useState<WordLevel>('hold');
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
      <TextField label={t.words.word} value={word} onInput={setWord} maxlength={200} />
      <SelectField
        label={t.words.level}
        value={level}
        options={WORD_LEVELS.map((one) => [one, t.levels[one]] as const)}
        onChange={setLevel}
      />
      <SelectField
        label={t.words.category}
        value={category}
        options={CATEGORIES.map((one) => [one, t.categories[one]] as const)}
        onChange={setCategory}
      />
      <button type="button" class="button" disabled={word.trim() === ''} onClick={submit}>
        {t.words.add}
      </button>
    </div>
  );
}
