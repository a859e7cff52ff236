import { ask } from '../load/ask.ts';
import { SITE } from '../seed/fill.ts';

/** Tokens of that many new guests. */
export async function readerTokens(url: string, count: number): Promise<string[]> {
  const tokens: string[] = [];
  while (tokens.length < count) {
    const made = await Promise.all(
      Array.from({ length: Math.min(16, count - tokens.length) }, (_, i) =>
        ask<{ readerToken: string }>(`${url}/api/v1/readers/guest`, { body: { site: SITE, name: `读者${tokens.length + i}` } }),
      ),
    );
    for (const { status, body, bytes } of made) {
      if (status !== 201 && status !== 200) throw new Error(`a guest was not made: ${status} ${bytes.toString()}`);
      tokens.push(body.readerToken);
    }
  }
  return tokens;
}
