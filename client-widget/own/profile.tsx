/** The reader's name, which guests may change, and the way out. */
import { useEffect, useState } from 'preact/hooks';
import type { ReaderView } from '../../contract/account.ts';
import { useLateBox } from './late-box.ts';
import { usePanel } from './context.ts';
import { Leave } from './leave.tsx';

function NameForm({ reader }: { reader: ReaderView }) {
  const { controller, t: common, setOpen } = useLateBox();
  const { t, setReader, announce, sentenceOf } = usePanel();
  const [name, setName] = useState(reader.name);
  const [error, setError] = useState('');
  const [isBusy, setBusy] = useState(false);

  async function save(): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    setError('');
    announce('');
    try {
      const changed = await controller.sdk.call<{ reader: ReaderView }>('/me', { method: 'PATCH', body: { name: name.trim() } });
      controller.kept.set('name', changed.reader.name);
      controller.generation++;
      // An answer that is being written goes on under the new name when it is opened again.
      setOpen(null);
      controller.redraw();
      setReader(changed.reader);
      setName(changed.reader.name);
      announce(t.nameSaved);
    } catch (cause) {
      setError(sentenceOf(cause));
    }
    setBusy(false);
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') setError(common.needName);
        else void save();
      }}
    >
      <label class="field" for="liangju-own-name">
        {common.name}
      </label>
      <div class="line">
        <input
          id="liangju-own-name"
          class="name"
          dir="auto"
          autocomplete="nickname"
          value={name}
          aria-invalid={error !== ''}
          aria-describedby="liangju-own-name-error liangju-own-name-hint"
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" class="primary" aria-disabled={isBusy}>
          {common.save}
        </button>
      </div>
      <p class="error" id="liangju-own-name-error" role="alert">
        {error}
      </p>
      <p class="hint" id="liangju-own-name-hint">
        {t.nameHint}
      </p>
    </form>
  );
}

export function Profile() {
  const { controller, t: common } = useLateBox();
  const { t, reader, setReader, sentenceOf } = usePanel();
  const [failure, setFailure] = useState('');

  async function load(): Promise<void> {
    setFailure('');
    await controller.sdk.me().then(
      (me) => setReader(me.reader),
      (error: unknown) => setFailure(sentenceOf(error)),
    );
  }
  useEffect(() => {
    if (reader === null) void load();
  }, []);

  if (reader === null) {
    return failure === '' ? (
      <p class="skeleton">{t.loading}</p>
    ) : (
      <p class="notice bad" role="alert">
        {failure}
        <button type="button" class="link" onClick={() => void load()}>
          {common.retry}
        </button>
      </p>
    );
  }
  return (
    <>
      {reader.kind === 'guest' ? (
        <NameForm reader={reader} />
      ) : (
        <>
          <p class="field">{common.name}</p>
          <p>
            <bdi>{reader.name}</bdi>
          </p>
          <p class="hint">{t.memberName}</p>
        </>
      )}
      <Leave isGuest={reader.kind === 'guest'} />
    </>
  );
}
