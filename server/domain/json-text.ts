import { Problem } from './problem.ts';

/**
 * The data of a JSON text. A `__proto__` key anywhere is refused: no honest client sends one.
 * @throws Problem `malformed-json`, `invalid-request`.
 */
export function readJson(text: string): unknown {
  try {
    // Only an escape could hide the key; to look at every key costs more than all the rest.
    if (!text.includes('__proto__') && !text.includes('\\u')) return JSON.parse(text);
    return JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__') throw new Problem('invalid-request', { errors: [{ path: '__proto__', message: '__proto__' }] });
      // Half a surrogate pair, which only an escape can bring, is no text: stores and clients would each make something else of it.
      return typeof value === 'string' ? value.toWellFormed() : value;
    });
  } catch (cause) {
    throw cause instanceof Problem ? cause : new Problem('malformed-json', { cause });
  }
}
