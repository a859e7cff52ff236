/** Is it an address of the web, or a path that begins with a slash? Not a name that a site has given to a page. */
export function isAddressOrPath(text: string): boolean {
  return /^(?:https?:)?\/\/\S|^\/(?:[^/\s]|$)/i.test(text.trim());
}

/** The first of some texts that is an address or a path; empty when none is. */
export function firstAddress(...texts: readonly string[]): string {
  return texts.find(isAddressOrPath) ?? '';
}
