#!/usr/bin/env node
// In a clone the sources run as they are (Node strips the types); in the published package the built ones do.
import { existsSync } from 'node:fs';

const OLDEST = 24;
const major = Number(process.versions.node.split('.')[0]);
const source = new URL('../server/main.ts', import.meta.url);

if (major < OLDEST) {
  process.stderr.write(
    `两句需要 Node ${OLDEST} 或更新的版本，现在是 ${process.versions.node}。\nLiangju needs Node ${OLDEST} or newer; this is ${process.versions.node}.\n`,
  );
  process.exitCode = 1;
} else {
  await import(existsSync(source) ? source.href : new URL('../dist/main.js', import.meta.url).href);
}
