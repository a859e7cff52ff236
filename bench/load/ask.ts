import { Agent, request } from 'node:http';
import { rounded } from './numbers.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 1_000 });

export interface Answered<T> {
  status: number;
  body: T;
  /** From sending to the last byte. */
  ms: number;
  headers: Record<string, string | string[] | undefined>;
  rawHeaders: string[];
  bytes: Buffer;
}

/** One request over a kept connection; its answer as JSON where it is not packed. */
export function ask<T>(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
): Promise<Answered<T>> {
  const { headers = {}, body } = options;
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const method = options.method ?? (body === undefined ? 'GET' : 'POST');
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const type: Record<string, string> = text === undefined ? {} : { 'content-type': 'application/json' };
    const sent = request(url, { agent, method, headers: { ...type, ...headers } }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('error', reject);
      res.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const ms = performance.now() - began;
        const isJson = res.headers['content-encoding'] === undefined && String(res.headers['content-type']).includes('json');
        const { statusCode: status = 0, headers: given, rawHeaders } = res;
        resolve({ status, body: isJson ? JSON.parse(bytes.toString()) : null, ms, headers: given, rawHeaders, bytes });
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

/** Asks one after the other; gives each one's ms. @throws Error at an answer that is none. */
export async function askAll(urls: Iterable<string>, headers: Record<string, string> = {}): Promise<number[]> {
  const times: number[] = [];
  for (const url of urls) {
    const { status, ms } = await ask(url, { headers });
    if (status !== 200) throw new Error(`${url} gave ${status} after ${rounded(ms)} ms`);
    times.push(ms);
  }
  return times;
}

/**
 * The same address written in many ways, by percent-encoding some letters of a word in it: each is new to
 * whoever keeps answers by their address.
 */
export function* spellings(url: string, word: string, count: number, from = 0): Generator<string> {
  const at = url.lastIndexOf(word);
  if (at < 0 || count + from > 2 ** word.length) throw new Error(`${word} has not so many spellings`);
  for (let n = from; n < from + count; n++) {
    const spelt = [...word].map((letter, i) => ((n >> i) & 1 ? `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}` : letter));
    yield url.slice(0, at) + spelt.join('') + url.slice(at + word.length);
  }
}
