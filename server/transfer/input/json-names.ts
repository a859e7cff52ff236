/** The names of fields that stand in the beginning of a JSON text, at any depth. Those in a text that is a value are not among them. */
export function namesIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/"([\w-]{1,40})"\s*:/g)].map(([, name]) => name ?? ''));
}
