/** The row under the field of a composer: the name, how long the text is, and the buttons. Part: `submit`. */
import { formatText } from '../../client-shared/i18n.ts';
import { useShown } from './context.ts';
import { useLateBox } from './late-box.ts';
import { Signature } from './signature.tsx';
import type { NameField } from './use-name-field.ts';

interface Props {
  /** Of the composer's elements: `ID-error`, `ID-count`. */
  id: string;
  isEdit: boolean;
  naming: NameField;
  length: number;
  limit: number;
  isWaiting: boolean;
  /** Undefined for the composer that cannot be closed. */
  cancel: (() => void) | undefined;
}

export function ComposerBar({ id, isEdit, naming, length, limit, isWaiting, cancel }: Props) {
  const { controller, t } = useLateBox();
  const isMember = useShown(controller).reader?.kind === 'member';
  const over = length - limit;
  return (
    <div class="bar">
      {!isEdit && !isMember && <Signature naming={naming} errorId={`${id}-error`} />}
      {!isEdit && controller.members?.me()}
      <span id={`${id}-count`} class={`counter${over > 0 ? ' over' : ''}`}>
        {over > 0 ? formatText(t.tooLong, { n: over }) : `${length}/${limit}`}
      </span>
      {cancel !== undefined && (
        <button type="button" class="plain" onClick={cancel}>
          {t.cancel}
        </button>
      )}
      <button type="submit" part="submit" class="primary" aria-disabled={length === 0 || over > 0 || isWaiting}>
        {isEdit ? t.save : t.post}
      </button>
    </div>
  );
}
