import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the provider does wrong from now on; null: nothing. */
export type Fault = 'refuses' | 'bad-secret' | 'down' | 'slow' | 'huge' | 'garbage' | null;

/** A request as a provider reads it: its query and its body, whichever way they came. */
export interface Asked {
  path: string;
  query: URLSearchParams;
  /** Of a form or of JSON. */
  body: Readonly<Record<string, string>>;
  headers: IncomingMessage['headers'];
}
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** A text is sent as it is. */
  body?: unknown;
}

/** What a code was given for. */
export interface Grant {
  redirectUri: string;
  challenge: string | null;
  nonce: string | null;
}

/** What distinguishes a provider's protocol. */
export interface Dialect {
  authorizePath: string;
  /** Where the code is exchanged. */
  tokenPath: string;
  /** What its parameter in the callback is called. */
  codeName?: string;
  /** What the callback has when the reader turns back. */
  refusal: Readonly<Record<string, string>>;
  /** Does the exchange have the right client and secret? */
  clientOf: (asked: Asked) => { id: string; secret: string; code: string; verifier?: string | undefined };
  badCode: Answer;
  badSecret: Answer;
  token: (grant: Grant) => Answer | Promise<Answer>;
  /** Everything else by its path. */
  others: Readonly<Record<string, (asked: Asked) => Answer | Promise<Answer>>>;
  /** Answers the browser when it is sent back; left out: by a redirect. */
  sendBack?: (to: URL, params: URLSearchParams) => Answer;
}

export const CLIENT = { id: 'client-of-the-site', secret: 'secret-of-the-client' } as const;

export interface ProviderStandIn {
  url: string;
  /** Paths that this server was asked for by ours, in order. */
  asked: string[];
  fault(next: Fault): void;
  /** Has one path answer otherwise, until it is null. */
  instead(path: string, answer: Answer | null): void;
  close(): Promise<void>;
}

async function read(req: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(req.url ?? '/', 'http://stand-in');
  const isJson = (req.headers['content-type'] ?? '').includes('json');
  const body = text === '' ? {} : isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
  return { path: url.pathname, query: url.searchParams, body, headers: req.headers };
}

function send(res: ServerResponse, { status = 200, headers = {}, body = '' }: Answer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  res
    .writeHead(status, { 'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json', ...headers })
    .end(text);
}

/** An answer without an end, as long as somebody reads it. */
function sendWithoutEnd(res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'application/json' });
  const piece = Buffer.alloc(64 * 1024, 0x20);
  const more = (): void => {
    if (!res.destroyed && res.write(piece)) setImmediate(more);
    else if (!res.destroyed) res.once('drain', more);
  };
  more();
}

/**
 * A real server on the loopback that speaks the protocol of a provider.
 * @param dialectAt is given its address.
 * @param prepare reads more out of a request.
 */
export async function startProvider(
  dialectAt: (url: string) => Dialect | Promise<Dialect>,
  prepare: (asked: Asked) => Promise<Asked> = (asked) => Promise.resolve(asked),
): Promise<ProviderStandIn> {
  const grants = new Map<string, Grant>();
  const replaced = new Map<string, Answer>();
  const asked: string[] = [];
  let fault: Fault = null;
  let dialect: Dialect | null = null;

  function authorize({ query }: Asked, { refusal, codeName = 'code', sendBack }: Dialect): Answer {
    const redirectUri = query.get('redirect_uri') ?? '';
    const to = new URL(redirectUri);
    const params = new URLSearchParams({ state: query.get('state') ?? '' });
    if (fault === 'refuses') for (const [name, value] of Object.entries(refusal)) params.set(name, value);
    else {
      const code = randomUUID();
      grants.set(code, { redirectUri, challenge: query.get('code_challenge'), nonce: query.get('nonce') });
      params.set(codeName, code);
    }
    if (sendBack !== undefined) return sendBack(to, params);
    for (const [name, value] of params) to.searchParams.set(name, value);
    return { status: 302, headers: { location: to.href } };
  }

  async function exchange(request: Asked, { clientOf, badCode, badSecret, token }: Dialect): Promise<Answer> {
    const { id, secret, code, verifier } = clientOf(request);
    if (fault === 'bad-secret' || id !== CLIENT.id || secret !== CLIENT.secret) return badSecret;
    const grant = grants.get(code);
    grants.delete(code);
    const isProven =
      grant?.challenge == null ||
      createHash('sha256')
        .update(verifier ?? '')
        .digest('base64url') === grant.challenge;
    return grant === undefined || !isProven ? badCode : token(grant);
  }

  async function answer(request: Asked, all: Dialect): Promise<Answer> {
    const instead = replaced.get(request.path);
    if (instead !== undefined) return instead;
    if (request.path === all.authorizePath) return authorize(request, all);
    if (request.path === all.tokenPath) return exchange(request, all);
    return (await all.others[request.path]?.(request)) ?? { status: 404, body: 'not here' };
  }

  const server = createServer((req, res) => {
    void read(req)
      .then(prepare)
      .then(async (request) => {
        if (dialect === null) return;
        const isBrowser = request.path === dialect.authorizePath;
        if (!isBrowser) asked.push(request.path);
        if (fault === 'slow' && !isBrowser) return;
        if (fault === 'down' && !isBrowser) send(res, { status: 503, body: '<html>down</html>' });
        else if (fault === 'huge' && !isBrowser) sendWithoutEnd(res);
        else if (fault === 'garbage' && !isBrowser) send(res, { body: '<html>not what was asked for</html>' });
        else send(res, await answer(request, dialect));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  dialect = await dialectAt(url);
  return {
    url,
    asked,
    fault(next) {
      fault = next;
    },
    instead(path, next) {
      if (next === null) replaced.delete(path);
      else replaced.set(path, next);
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
