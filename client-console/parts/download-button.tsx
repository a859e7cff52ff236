import { saveFile } from './save-file.ts';

/** A button that saves a text as a file of the person's own. */
export const DownloadButton = ({
  text,
  name,
  label,
  disabled = false,
}: {
  text: string;
  name: string;
  label: string;
  disabled?: boolean;
}) => (
  <button
    type="button"
    class="button small"
    disabled={disabled}
    onClick={() => saveFile(new Blob([text], { type: 'text/plain;charset=utf-8' }), name)}
  >
    {label}
  </button>
);
