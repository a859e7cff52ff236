import { lookup as systemLookup } from 'node:dns/promises';
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { type RequestOptions, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type AddressKind, kindOfAddress } from './addresses.ts';
import { failureFrom, OutboundFailure } from './failure.ts';

export interface Resolved {
  address: string;
  family: number;
}
/** All addresses of a host name. */
export type Resolver = (host: string) => Promise<Resolved[]>;

/** What an operator allows beyond the public internet. */
export interface OutboundRules {
  /** Reviewers on this machine, over https or plain http: for tests and for services beside ours. */
  allowLoopback?: boolean | undefined;
  /** Host names that may lead into private networks (10/8, 192.168/16, fc00::/7, …), over https; never link-local ones. */
  privateHosts?: readonly string[] | undefined;
  /** Certificates (PEM) to trust instead of the well-known ones. */
  ca?: string | undefined;
  resolve?: Resolver | undefined;
}

/** What a request is made with: what `fetch` takes, and a limit. */
export interface OutboundInit extends RequestInit {
  /** For everything: resolving, connecting, sending, and the whole answer; 10 seconds where it is not given. */
  timeoutMs?: number;
}

/**
 * Sends one request to the outside, as `fetch` does, so that it can be given to a library that takes one. The answer is
 * read to its end before it is given. @throws OutboundFailure
 */
export type Outbound = (input: string | URL | Request, init?: OutboundInit) => Promise<Response>;

/** Longest answer that is read. */
export const ANSWER_LIMIT = 64 * 1024;
/** The limit of a request that names none, ms. */
const USUAL_TIMEOUT = 10_000;

/** The rules of the setting OUTBOUND_HOSTS: names of private hosts, and `localhost` for this machine. */
export function outboundRules(hosts: readonly string[]): OutboundRules {
  return { allowLoopback: hosts.includes('localhost'), privateHosts: hosts.filter((host) => host !== 'localhost') };
}

/**
 * Makes the outbound client, the only one of the service. A connection goes to the very address that was checked, so that a name
 * that changes between check and dial (DNS rebinding) gains nothing; each dial is checked anew. Redirects are
 * refused, proxies of the environment are not used, and connections are not kept.
 */
export function createOutbound(rules: OutboundRules = {}): Outbound {
  const privateHosts = new Set((rules.privateHosts ?? []).map(bareHost));
  const resolve = rules.resolve ?? ((host: string) => systemLookup(host, { all: true }));

  function mayDial(kind: AddressKind, host: string, encrypted: boolean): boolean {
    if (kind === 'loopback') return rules.allowLoopback === true;
    if (!encrypted) return false;
    return kind === 'public' || (kind === 'private' && privateHosts.has(bareHost(host)));
  }

  /** The addresses of a host; one that may not be dialled spoils all: an honest name has none. */
  async function addressesOf(host: string, encrypted: boolean): Promise<Resolved[]> {
    const found = await resolve(host);
    if (found.length === 0) throw new OutboundFailure('unresolved');
    const fine = found.every(({ address }) => mayDial(kindOfAddress(address), host, encrypted));
    if (!fine) throw new OutboundFailure('forbidden-address');
    return found;
  }

  function guardedLookup(encrypted: boolean): LookupFunction {
    return (host, options, done) => {
      addressesOf(host, encrypted).then(
        (found) => {
          const [first] = found;
          if (options.all === true) done(null, found);
          else done(null, first?.address ?? '', first?.family);
        },
        (error: unknown) => done(failureFrom(error), []),
      );
    };
  }

  return async (input, init = {}) => {
    const { timeoutMs = USUAL_TIMEOUT, signal = input instanceof Request ? input.signal : null, ...plain } = init;
    const request = takenRequest(input, plain);
    const url = takenUrl(request.url);
    const encrypted = url.protocol === 'https:';
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    // A literal address is dialled without a look-up.
    if (isIP(literal) !== 0 && !mayDial(kindOfAddress(literal), literal, encrypted)) throw new OutboundFailure('forbidden-address');
    if (!encrypted && rules.allowLoopback !== true) throw new OutboundFailure('bad-request');
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
    const options: RequestOptions = {
      method: request.method,
      headers: {
        ...Object.fromEntries(request.headers),
        'accept-encoding': 'identity',
        ...(body === null ? {} : { 'content-length': String(body.length) }),
      },
      agent: false,
      lookup: guardedLookup(encrypted),
      ...(rules.ca === undefined ? {} : { ca: rules.ca }),
    };
    return exchange({ url, body, timeoutMs, signal }, options);
  };
}

function bareHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

/** The request that is meant. @throws OutboundFailure `bad-request` for what `fetch` refuses. */
function takenRequest(input: string | URL | Request, init: RequestInit): Request {
  try {
    // The caller's signal is followed while the request is sent.
    return new Request(input, { ...init, signal: null });
  } catch {
    throw new OutboundFailure('bad-request');
  }
}

function takenUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['https:', 'http:'].includes(url.protocol)) throw new OutboundFailure('bad-request');
  if (url.username !== '' || url.password !== '' || url.hostname === '') throw new OutboundFailure('bad-request');
  return url;
}

/** A request that may be sent. */
interface Sending {
  url: URL;
  body: Buffer | null;
  timeoutMs: number;
  signal: AbortSignal | null;
}

function exchange({ url, body, timeoutMs, signal }: Sending, options: RequestOptions): Promise<Response> {
  return new Promise((resolve, reject) => {
    let sent: ClientRequest | null = null;
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    const fail = (error: unknown): void => {
      end();
      reject(failureFrom(error));
      sent?.destroy();
    };
    const abort = (): void => fail(new OutboundFailure(isTimeout(signal?.reason) ? 'timeout' : 'aborted'));
    const timer = setTimeout(() => fail(new OutboundFailure('timeout')), timeoutMs);
    if (signal?.aborted === true) {
      abort();
      return;
    }
    signal?.addEventListener('abort', abort, { once: true });
    try {
      sent = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options);
    } catch (error) {
      fail(error);
      return;
    }
    sent.on('error', fail);
    // An answer that asks to speak another protocol, and every other end without an answer.
    sent.on('close', () => fail(new OutboundFailure('unreachable')));
    sent.on('response', (answer) => {
      readAnswer(
        answer,
        (read) => {
          end();
          resolve(read);
        },
        fail,
      );
    });
    sent.end(body ?? undefined);
  });
}

/** Is this what `AbortSignal.timeout` gives as its reason? */
function isTimeout(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && 'name' in reason && reason.name === 'TimeoutError';
}

function readAnswer(answer: IncomingMessage, done: (read: Response) => void, fail: (error: unknown) => void): void {
  const status = answer.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    fail(new OutboundFailure('redirect'));
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  answer.on('error', fail);
  answer.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > ANSWER_LIMIT) fail(new OutboundFailure('too-large'));
    else chunks.push(chunk);
  });
  answer.on('end', () => {
    try {
      done(responseOf(answer, status, Buffer.concat(chunks)));
    } catch {
      // A status that no `Response` can have.
      fail(new OutboundFailure('unreachable'));
    }
  });
}

/** Statuses whose answers have no body (Fetch Standard, null body status). */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205]);

function responseOf({ headersDistinct }: IncomingMessage, status: number, body: Buffer<ArrayBuffer>): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(headersDistinct)) for (const value of values ?? []) headers.append(name, value);
  return new Response(WITHOUT_BODY.has(status) ? null : body, { status, headers });
}
