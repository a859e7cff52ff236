/** Readers who only stay, in a process of their own: each joins a thread and notes whether it is let go. */
import { io, type Socket } from 'socket.io-client';
import { SITE } from '../seed/fill.ts';

/** What an idlers' process tells: first how many have joined, and when asked how many were let go meanwhile. */
export type IdlersNews = { joined: number } | { dropped: number };

const [url = '', count = '0', first = '0', threads = '1'] = process.argv.slice(2);
const AT_ONCE = 50;
/** What a browser sends along: the server may keep it as long as the reader stays. */
const HEADERS = {
  'User-Agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Accept-Language': 'zh-CN,zh;q=0.9,en;q=0.8',
  'Accept-Encoding': 'gzip, deflate, br, zstd',
  'Cache-Control': 'no-cache',
  Pragma: 'no-cache',
  Origin: 'http://127.0.0.1:8080',
};

const sockets: Socket[] = [];
let dropped = 0;

async function join(i: number): Promise<void> {
  const socket = io(url, { path: '/live', transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: HEADERS });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect_error', reject);
    socket.once('connect', () => {
      socket.emit('join', { site: SITE, thread: `idle-${i % Number(threads)}` }, (answer: { ok: boolean; code?: string }) => {
        if (answer.ok) resolve();
        else reject(new Error(`a reader may not join: ${answer.code}`));
      });
    });
  });
  socket.once('disconnect', () => dropped++);
  sockets.push(socket);
}

function tell(news: IdlersNews): void {
  process.send?.(news);
}

process.on('message', () => {
  tell({ dropped });
  process.disconnect();
});

// A run that breaks off leaves nothing behind.
process.once('disconnect', () => process.exit());

for (let i = 0; i < Number(count); i += AT_ONCE) {
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, Number(count) - i) }, (_, k) => join(Number(first) + i + k)));
}
tell({ joined: sockets.length });
