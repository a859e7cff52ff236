import { useEffect, useState } from 'preact/hooks';
import { searchComments } from '../calls.ts';

const names = new Map<string, Promise<string | null>>();

/** What a reader was called last; asked for once. */
function nameOf(site: string, reader: string): Promise<string | null> {
  const known = names.get(reader);
  if (known !== undefined) return known;
  const asked = searchComments({ site, reader, limit: 1 }).then(({ comments }) => comments[0]?.author?.name ?? null);
  names.set(reader, asked);
  asked.catch(() => names.delete(reader));
  return asked;
}

/** A reader by the name that they last wrote under; by their id while that is not known. */
export function ReaderName({ site, reader }: { site: string; reader: string }) {
  const [name, setName] = useState<string | null>(null);
  useEffect(() => {
    let isOver = false;
    nameOf(site, reader).then(
      (found) => !isOver && setName(found),
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [site, reader]);
  return name === null ? <code>{reader}</code> : <bdi>{name}</bdi>;
}
