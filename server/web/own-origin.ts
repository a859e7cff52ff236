/** Is this the origin of our own pages (console, demo)? `host`: the `Host` header of the request. */
export type OwnOrigin = (origin: string, host: string | undefined) => boolean;

/**
 * Where `PUBLIC_URL` is set, it alone counts: `Host` is what the client sends. Otherwise a page
 * is ours whose host the request was sent to.
 */
export function ownOriginOf(publicUrl: string | null): OwnOrigin {
  if (publicUrl !== null) {
    const own = new URL(publicUrl).origin;
    return (origin) => origin === own;
  }
  return (origin, host) => URL.canParse(origin) && new URL(origin).host === host;
}
