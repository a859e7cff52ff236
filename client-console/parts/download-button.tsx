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
    onClick={() => {
      const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
      const link = document.createElement('a');
      link.href = address;
      link.download = name;
      link.click();
      // The browser has taken it over by the next turn.
      setTimeout(() => URL.revokeObjectURL(address));
    }}
  >
    {label}
  </button>
);
