import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { sizeText } from '../i18n/sizes.ts';
import type { Upload } from '../imports/upload.ts';
import { useKeptFocus } from './keep-focus.ts';
import { StepProgress } from './step-progress.tsx';

/** A file on its way, with the button that stops it. */
export function UploadProgress({ upload }: { upload: Upload }) {
  const { imports: t } = texts();
  const { file, samples, stop } = upload;
  const element = useKeptFocus<HTMLDivElement>(file, true);
  const sent = samples.at(-1)?.done ?? 0;
  const isSent = sent > 0 && sent >= file.size;
  return (
    <div ref={element} class="stack" tabIndex={-1}>
      <StepProgress
        title={formatText(t.sending, { name: file.name })}
        text={isSent ? t.saving : formatText(t.sent, { sent: sizeText(sent), total: sizeText(file.size) })}
        samples={samples}
        total={file.size}
        rateText={(perSecond) => formatText(t.speed, { v: sizeText(perSecond) })}
      />
      <div>
        <button key="stop" type="button" class="button" onClick={stop}>
          {t.stop}
        </button>
      </div>
    </div>
  );
}
