import { useId, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/all.ts';
import { sizeText } from '../i18n/sizes.ts';

interface Props {
  file: File | null;
  disabled: boolean;
  fault: string | undefined;
  /** Gets the file; or why there is none. */
  take: (file: File | null, fault?: string) => void;
}

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;

/** Takes a file, by a button or dropped; nothing of it is read. */
export function FileField({ file, disabled, fault, take }: Props) {
  const { imports: t } = texts();
  const [isOver, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const id = useId();

  function drop({ dataTransfer }: DragEvent): void {
    const [first] = dataTransfer?.files ?? [];
    const [item] = dataTransfer?.items ?? [];
    if (first === undefined) return;
    if ((dataTransfer?.files.length ?? 0) > 1) take(null, t.several);
    else if (item?.webkitGetAsEntry()?.isDirectory === true) take(null, t.folder);
    else take(first);
  }

  return (
    <div
      class={`drop${isOver ? ' over' : ''}`}
      onDragOver={(event) => {
        if (disabled || !hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver(false);
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        if (!disabled) drop(event);
      }}
    >
      {file !== null && (
        <p>
          <bdi class="strong">{file.name}</bdi> <span class="meta num">{sizeText(file.size)}</span>
        </p>
      )}
      <div class="row">
        <button
          type="button"
          class="button"
          disabled={disabled}
          aria-invalid={fault !== undefined}
          aria-describedby={id}
          onClick={() => picker.current?.click()}
        >
          {file === null ? t.choose : t.other}
        </button>
        <span class="meta">{isOver ? t.dropHere : t.dropHint}</span>
      </div>
      <span id={id} class="fault" role="alert">
        {fault}
      </span>
      <input
        ref={picker}
        type="file"
        class="hidden"
        tabIndex={-1}
        aria-label={t.choose}
        disabled={disabled}
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          if (chosen !== undefined) take(chosen);
          // The same file can be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
