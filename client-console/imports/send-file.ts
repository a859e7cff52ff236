import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/all.ts';
import { goTo, route } from '../router.ts';
import { toast } from '../toasts.ts';
import { type Source, startUpload } from './upload.ts';

/**
 * Sends a file and leads to its import, unless another screen was opened meanwhile.
 * @returns why nothing came of it; null when nothing is to be said.
 */
export async function sendFile(source: Source): Promise<string | null> {
  const { imports: t, common } = texts();
  const from = route.value;
  const ended = await startUpload(source);
  const isHere = route.value.screen === from.screen && route.value.parts.join('/') === from.parts.join('/');
  if (ended === null) {
    toast(t.stopped);
    return null;
  }
  if ('id' in ended) {
    if (isHere) goTo('sites', [source.site, 'imports', ended.id]);
    else toast(formatText(t.uploaded, { name: source.file.name }));
    return null;
  }
  const failure = ended.kind === 'refused' ? ended.detail : ended.kind === 'unreadable' ? t.unreadable : common.noConnection;
  if (!isHere) toast(failure, { tone: 'bad' });
  return failure;
}
