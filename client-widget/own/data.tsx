/** All that is held of the reader: as files, and erased. */
import { useState } from 'preact/hooks';
import type { OwnDataFormat } from '../../contract/own-data.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { useLateBox } from './late-box.ts';
import { usePanel } from './context.ts';
import { Erase } from './erase.tsx';
import { request } from './request.ts';

/** A page to read comes first. */
const FORMATS: readonly { format: OwnDataFormat }[] = [{ format: 'html' }, { format: 'json' }];

/** Gives a file to the browser, to be kept; the page stays. */
function keep(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function Data() {
  const { controller } = useLateBox();
  const { t, announce, sentenceOf } = usePanel();
  const [isBusy, setBusy] = useState(false);
  const { site } = controller.settings;

  async function download(format: OwnDataFormat): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    announce(t.preparing);
    try {
      const content = await request(controller, `/me/export?${new URLSearchParams({ site, format })}`);
      const file = `liangju-${site}-${new Date().toISOString().slice(0, 10)}.${format}`;
      keep(content, file);
      announce(formatText(t.downloaded, { file }));
    } catch (error) {
      announce(sentenceOf(error));
    }
    setBusy(false);
  }

  return (
    <>
      <section aria-labelledby="liangju-own-download">
        <h3 id="liangju-own-download">{t.download}</h3>
        <p class="hint">{t.downloadHint}</p>
        <div class="line">
          {FORMATS.map(({ format }) => (
            <button key={format} type="button" class="framed" aria-disabled={isBusy} onClick={() => void download(format)}>
              {t[format]}
            </button>
          ))}
        </div>
      </section>
      <Erase />
    </>
  );
}
