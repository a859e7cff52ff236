import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { goTo, route } from '../router.ts';
import { toast } from '../toasts.ts';
import { type Source, startUpload } from './upload.ts';

/**
 * Sends a file and leads to its import, unless another screen was opened meanwhile.
 * @returns whether it was sent, and why not where somebody has to know.
 */
export async function sendFile(source: Source): Promise<{ isSent: boolean; failure: string | null }> {
  const { imports: t, common } = texts();
  const from = route.value;
  const ended = await startUpload(source);
  const isHere = route.value.screen === from.screen && route.value.parts.join('/') === from.parts.join('/');
  if (ended === null) {
    toast(t.stopped);
    return { isSent: false, failure: null };
  }
  if ('id' in ended) {
    if (isHere) goTo('sites', [source.site, 'imports', ended.id]);
    else toast(formatText(t.uploaded, { name: source.file.name }));
    return { isSent: true, failure: null };
  }
  const sentences = { unreadable: t.unreadable, 'too-large': t.tooLarge, 'no-connection': common.noConnection };
  const failure = ended.kind === 'refused' ? ended.detail : sentences[ended.kind];
  if (!isHere) toast(failure, { tone: 'bad' });
  return { isSent: false, failure };
}
