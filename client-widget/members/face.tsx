/** The picture of an author, from wherever the site lets it come; that made from the name where it does not. Part: `avatar`. */
import { useState } from 'preact/hooks';
import { Avatar } from '../parts/avatar.tsx';

export function Face({ name, picture }: { name: string; picture: string | null }) {
  const [failed, setFailed] = useState<string | null>(null);
  if (picture === null || picture === failed) return <Avatar name={name} />;
  // The address comes last: before it is asked for it is settled how.
  return (
    <img
      class="avatar"
      part="avatar"
      alt=""
      width="36"
      height="36"
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      src={picture}
      onError={() => setFailed(picture)}
    />
  );
}
