/**
 * The address of a page that another comment system names by its path. Addresses of the web stay what they are; all else
 * is taken as a path below the website, with or without a slash at its start.
 *
 * @param name a path (`/post/1.html`, `post/1`, `?p=12`), or a whole address
 * @param website its origin, or any address of it
 * @returns the address, escaped as the web writes it; which part of it counts is for `threadKeyOf` to say
 * @throws TypeError where `website` is no address
 */
export function pageAddress(name: string, website: string): string {
  const plain = name.trim();
  if (/^https?:\/\//i.test(plain) && URL.canParse(plain)) return new URL(plain).href;
  // Two slashes at the start would name another host.
  return new URL(`/${plain.replace(/^[/\\]+/, '')}`, website).href;
}
