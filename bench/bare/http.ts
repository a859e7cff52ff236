/** A bare Node server that answers every request with the same ready bytes, under three headers or those it is told: the ceiling for a hot page. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const bytes = readFileSync(process.env.BYTES_FILE ?? '');
const few = ['Content-Type', 'application/json; charset=utf-8', 'Content-Length', String(bytes.length), 'Content-Encoding', 'gzip'];
const headers: string[] = process.env.HEADERS === undefined ? few : JSON.parse(process.env.HEADERS);
createServer((_req, res) => {
  res.writeHead(200, headers);
  res.end(bytes);
}).listen(Number(process.env.PORT), '127.0.0.1');
