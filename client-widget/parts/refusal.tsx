/** The sentence for why the server does not show the comments of this page. */
import { formatText } from '../../client-shared/i18n.ts';
import { useShown } from './context.ts';
import { useLateBox } from './late-box.ts';

export function Refusal() {
  const { controller, t } = useLateBox();
  const { refusal } = useShown(controller);
  if (refusal === null) return null;
  // The origin is that which the browser sends with every call: `null` in a frame that is cut off from its own.
  const { status, code, detail, errors = [], origin = self.origin } = refusal;
  let words = formatText(t.refused, { why: detail });
  if (status === 404 || errors.some(({ path }) => path === 'site')) words = formatText(t.noSite, { site: controller.settings.site });
  if (code === 'origin-not-allowed') words = formatText(t.blocked, { origin });
  return (
    <p class="notice bad" role="alert">
      {words}
    </p>
  );
}
