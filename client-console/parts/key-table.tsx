import { keysOn } from '../choices.ts';
import { texts } from '../i18n/all.ts';
import { KEY_GROUPS } from '../keys/key-groups.ts';
import { Dialog } from './dialog.tsx';
import { Check } from './fields.tsx';

const GROUPS = ['deciding', 'moving', 'going'] as const;

/** A key, or two after each other, or with Shift. */
function Keys({ name }: { name: string }) {
  if (name === 'X')
    return (
      <>
        <kbd>shift</kbd> <kbd>x</kbd>
      </>
    );
  if (/^g./.test(name))
    return (
      <>
        <kbd>g</kbd> <kbd>{name.slice(1)}</kbd>
      </>
    );
  return <kbd>{name}</kbd>;
}

/** The table of keys. */
export function KeyTable({ close }: { close: () => void }) {
  const { keyTable: t, keys, common } = texts();
  return (
    <Dialog title={keys.title} isWide onClose={close}>
      <p class="meta">{t.hint}</p>
      <div class="key-groups pair">
        {GROUPS.map((group) => (
          <section key={group} class="stack">
            <h2>{t[group]}</h2>
            <dl>
              {KEY_GROUPS[group].map((name) => [
                <dt key={name}>
                  <Keys name={name} />
                </dt>,
                <dd key={`${name} what`}>{t[name]}</dd>,
              ])}
            </dl>
          </section>
        ))}
      </div>
      <Check
        label={t.use}
        isOn={keysOn.value}
        onChange={(isOn) => {
          keysOn.value = isOn;
        }}
      />
      <div class="foot">
        <button type="button" class="button main" autofocus onClick={close}>
          {common.close}
        </button>
      </div>
    </Dialog>
  );
}
