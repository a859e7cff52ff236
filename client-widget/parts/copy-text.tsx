/** A button that copies a text of the reader. */
import { useLateBox } from './late-box.ts';
import { copy } from './copy.ts';

export function CopyText({ text }: { text: string }) {
  const { t, announce, root } = useLateBox();

  async function onClick(): Promise<void> {
    const place = root();
    announce(place !== null && (await copy(text, place)) ? t.copied : t.failed);
  }

  return (
    <button type="button" onClick={() => void onClick()}>
      {t.copy}
    </button>
  );
}
