/** A bare socket.io server: tells everybody the time it sent, as often as asked, in events of the given size. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const server = createServer((_req, res) => res.end('ok'));
const io = new Server(server, { path: '/live', serveClient: false, perMessageDeflate: false });
const padding = '言'.repeat(Number(process.env.SIZE ?? 500) / 3);
let n = 0;
io.on('connection', (socket) => {
  socket.on('begin', (every: number) => {
    setInterval(() => io.emit('events', { n: n++, at: Date.now(), padding }), every);
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1');
