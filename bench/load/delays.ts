import { io, type Socket } from 'socket.io-client';
import { SITE } from '../seed/fill.ts';
import { createRandom } from '../seed/random.ts';
import { makeUnlike } from '../seed/texts.ts';
import { ask } from './ask.ts';

/** Another text in every run: the store keeps those of the run before. */
const random = createRandom(Date.now());
const POSTS_PER_SECOND = 20;
/** Pages in a row that have to hold a comment: connections go to the workers in turn. */
const IN_A_ROW = 4;
const LONGEST = 5_000;

interface Batch {
  events: { type: string; comment?: { id: string } }[];
}

interface Reader {
  socket: Socket;
  at: Map<string, number>;
}

async function openReader(url: string, thread: string): Promise<Reader> {
  const socket = io(url, { path: '/live', transports: ['websocket'], forceNew: true });
  const reader: Reader = { socket, at: new Map() };
  socket.on('events', ({ events }: Batch) => {
    for (const { comment } of events) if (comment !== undefined && !reader.at.has(comment.id)) reader.at.set(comment.id, performance.now());
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect_error', reject);
    socket.once('connect', () => socket.emit('join', { site: SITE, thread }, () => resolve()));
  });
  return reader;
}

async function postOne(url: string, token: string, thread: string): Promise<string> {
  const answer = await ask<{ comment: { id: string } }>(`${url}/api/v1/comments`, {
    headers: { authorization: `Bearer ${token}` },
    body: { site: SITE, thread: { key: thread, url: `https://news.example/${thread}`, title: thread }, body: makeUnlike(random) },
  });
  if (answer.status !== 201) throw new Error(`a post gave ${answer.status} ${answer.bytes.toString()}`);
  return answer.body.comment.id;
}

/** How long after its acknowledgement a page asked for elsewhere holds a comment, ms. */
async function pageDelay(url: string, thread: string, id: string, acknowledged: number): Promise<number> {
  let inARow = 0;
  for (;;) {
    const { bytes } = await ask(`${url}/api/v1/comments?site=${SITE}&thread=${thread}`, { headers: { connection: 'close' } });
    inARow = bytes.includes(id) ? inARow + 1 : 0;
    const waited = performance.now() - acknowledged;
    if (inARow === IN_A_ROW || waited > LONGEST) return waited;
  }
}

/**
 * Posts at one address and looks at another: how long after a comment's acknowledgement each of its readers has it,
 * and every tenth time how long until its pages have it. ms.
 * @returns the comments that a reader did not have in time as well.
 */
export async function delaysBetween(
  urls: { post: string; read: string },
  options: { readers: number; posts: number; thread: string; tokens: readonly string[] },
): Promise<{ live: number[]; pages: number[]; missing: number }> {
  const { thread, tokens } = options;
  const readers = await Promise.all(Array.from({ length: options.readers }, () => openReader(urls.read, thread)));
  const acknowledged = new Map<string, number>();
  const pages: number[] = [];
  for (let i = 0; i < options.posts; i++) {
    const id = await postOne(urls.post, tokens[i % tokens.length] ?? '', thread);
    const at = performance.now();
    acknowledged.set(id, at);
    if (i % 10 === 0) pages.push(await pageDelay(urls.read, thread, id, at));
    await new Promise((resolve) => setTimeout(resolve, 1000 / POSTS_PER_SECOND));
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const live: number[] = [];
  let missing = 0;
  for (const [id, at] of acknowledged) {
    for (const reader of readers) {
      const came = reader.at.get(id);
      if (came === undefined) missing++;
      else live.push(Math.max(0, came - at));
    }
  }
  for (const { socket } of readers) socket.disconnect();
  return { live, pages, missing };
}
