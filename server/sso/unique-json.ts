/** A string, or a sign that opens, closes or parts. Numbers and words are of no interest. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

/**
 * Has some object of the JSON text a key twice? Of two the reader before us may have taken the other one.
 * @param text JSON that `JSON.parse` takes.
 */
export function hasDuplicateKey(text: string): boolean {
  /** The keys of the objects that are open; null for a list. */
  const open: (Set<string> | null)[] = [];
  let isKey = false;
  for (const [token] of text.matchAll(TOKENS)) {
    const keys = open.at(-1) ?? null;
    if (token === '{' || token === '[') {
      open.push(token === '{' ? new Set() : null);
      isKey = token === '{';
    } else if (token === '}' || token === ']') {
      open.pop();
      isKey = false;
    } else if (token === ',') isKey = keys !== null;
    else if (token === ':') isKey = false;
    else if (isKey && keys !== null) {
      const key: unknown = JSON.parse(token);
      if (typeof key !== 'string' || keys.has(key)) return true;
      keys.add(key);
    }
  }
  return false;
}
