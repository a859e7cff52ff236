/**
 * Why nothing came back: `bad-request` the address or a header is malformed or of a scheme that is not taken;
 * `forbidden-address` the name leads to an address that may not be called; `unresolved` the name is unknown; `unreachable`
 * no connection, or it broke; `tls` the certificate is not trusted; `timeout`; `redirect` the answer leads
 * elsewhere; `too-large` the answer is longer than allowed; `aborted` the caller has given it up.
 */
export type OutboundCode =
  | 'bad-request'
  | 'forbidden-address'
  | 'unresolved'
  | 'unreachable'
  | 'tls'
  | 'timeout'
  | 'redirect'
  | 'too-large'
  | 'aborted';

/** A request to the outside that gave no answer. Its message is its code alone: no address, no stack of the network. */
export class OutboundFailure extends Error {
  override readonly name = 'OutboundFailure';
  readonly code: OutboundCode;

  constructor(code: OutboundCode) {
    super(code);
    this.code = code;
  }
}

/** The failure behind an error of the resolver, the socket or TLS. */
export function failureFrom(error: unknown): OutboundFailure {
  if (error instanceof OutboundFailure) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (/^(?:ENOTFOUND|EAI_|ENODATA|ESERVFAIL|ENONAME)/.test(code)) return new OutboundFailure('unresolved');
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME)/.test(code)) return new OutboundFailure('tls');
  if (/^(?:ERR_INVALID|ERR_HTTP_INVALID|ERR_UNESCAPED)/.test(code)) return new OutboundFailure('bad-request');
  return new OutboundFailure('unreachable');
}

/** What did not answer is asked again after this long, ms, at the earliest: many readers may come meanwhile. */
export const ASKED_AGAIN_AFTER = 30_000;
