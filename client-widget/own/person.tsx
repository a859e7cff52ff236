/** Who the reader is here: picture, name, guest or member. */
import { useEffect, useState } from 'preact/hooks';
import { useShown } from '../parts/context.ts';
import { useLateBox } from './late-box.ts';
import { Avatar } from '../parts/avatar.tsx';
import { usePanel } from './context.ts';

/** The picture of a member, or one made from the name where there is none or it does not come. */
function Picture({ name, address }: { name: string; address: string | null }) {
  const [failed, setFailed] = useState('');
  if (address === null || address === failed) return <Avatar name={name} />;
  return <img class="avatar" src={address} alt="" referrerPolicy="no-referrer" onError={() => setFailed(address)} />;
}

export function Person() {
  const { controller, t: words } = useLateBox();
  const { isOffline } = useShown(controller);
  const { t, reader, setReader, sentenceOf } = usePanel();

  useEffect(() => {
    // A failure shows in the views, which need the service too.
    if (reader === null && !isOffline) controller.sdk.me().then((me) => setReader(me.reader), sentenceOf);
  }, [isOffline]);

  const name = reader?.name ?? controller.name();
  return (
    <div class="person">
      <Picture name={name} address={reader?.avatar ?? null} />
      <div>
        <bdi class="author">{name}</bdi>
        <p class="meta">
          {reader !== null && t[reader.kind]}
          {reader?.badge != null && <span class="badge quiet">{reader.badge === 'staff' ? words.staff : reader.badge}</span>}
          {reader?.verified != null && <span class="badge quiet">{t.verified}</span>}
        </p>
      </div>
    </div>
  );
}
