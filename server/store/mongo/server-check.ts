import type { Connection } from 'mongoose';
import { driverDatabase } from './driver.ts';

/** The first releases without CVE-2025-14847 (memory of the server readable without signing in). */
const FIXED: readonly (readonly [major: number, minor: number, patch: number])[] = [
  [6, 0, 27],
  [7, 0, 28],
  [8, 0, 17],
  [8, 2, 3],
];
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?|.*\.sock)(:\d+)?$/;

/** Does this release have the weakness? */
export function isWeakVersion(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const fixed = FIXED.find((release) => release[0] === major && release[1] === minor);
  if (fixed !== undefined) return patch < fixed[2];
  // Other lines are either older than all that were fixed, or have had it before their end.
  return major < 8 || (major === 8 && minor < 2);
}

/** Are all servers of the address on this machine? */
export function isLoopback(url: string): boolean {
  if (!url.startsWith('mongodb://')) return false;
  const authority = url.slice('mongodb://'.length).split('/')[0] ?? '';
  const hosts = authority.slice(authority.lastIndexOf('@') + 1).split(',');
  return hosts.every((host) => LOOPBACK.test(decodeURIComponent(host)));
}

/** Warns of an old server, of one that anybody may use from outside, and of one that is not a replica set. */
export async function warnOfServer(connection: Connection, url: string, warn: (facts: object, message: string) => void): Promise<void> {
  const admin = driverDatabase(connection)?.admin();
  if (admin === undefined) return;
  const { version } = await admin.serverInfo();
  if (typeof version === 'string' && isWeakVersion(version)) {
    warn({ version }, 'this MongoDB has CVE-2025-14847: use 6.0.27, 7.0.28, 8.0.17, 8.2.3 or later');
  }
  const status: { authInfo?: { authenticatedUsers?: unknown[] } } = await admin.command({ connectionStatus: 1 });
  const hasSignedIn = (status.authInfo?.authenticatedUsers?.length ?? 0) > 0;
  if (!hasSignedIn && !isLoopback(url)) warn({}, 'MongoDB is used without authentication over the network');
  const hello: { setName?: string } = await admin.command({ hello: 1 });
  // A router of a sharded cluster is marked by `msg` and has no set of its own.
  const isRouter = 'msg' in hello && hello.msg === 'isdbgrid';
  if (hello.setName === undefined && !isRouter) {
    warn({}, 'MongoDB is not a replica set: a lost server means lost service, and lost comments when its disk is lost');
  }
}
