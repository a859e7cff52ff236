import { texts } from '../i18n/all.ts';

interface Props {
  fault: string | null;
  isChanged: boolean;
  isBusy: boolean;
  cancel: () => void;
}

/** The foot of a form whose changes are saved together: what is wrong, or that something is not saved yet. */
export function SaveBar({ fault, isChanged, isBusy, cancel }: Props) {
  const { common, words: list } = texts();
  return (
    <div class="save-bar">
      {fault !== null && (
        <p class="alert grow" role="alert">
          {fault}
        </p>
      )}
      {isChanged && fault === null && <span class="meta grow">{list.unsaved}</span>}
      <button type="button" class="button" disabled={!isChanged || isBusy} onClick={cancel}>
        {common.cancel}
      </button>
      <button type="submit" class="button main" disabled={!isChanged || isBusy}>
        {isBusy ? common.saving : common.save}
      </button>
    </div>
  );
}
