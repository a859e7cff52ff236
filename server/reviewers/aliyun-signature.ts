import { createHash, createHmac } from 'node:crypto';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface AliyunRequest {
  host: string;
  action: string;
  version: string;
  /** Parameters of the query, in their order of names. */
  query: Readonly<Record<string, string>>;
  contentType?: string;
  body: string;
  /** Seconds are enough: `2026-01-31T08:00:00Z`. */
  date: string;
  nonce: string;
}

/** RFC 3986: what encodeURIComponent leaves and 阿里云 does not. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The query of a request, as it is sent and signed. */
export function aliyunQuery(query: AliyunRequest['query']): string {
  return Object.keys(query)
    .sort()
    .map((name) => `${encoded(name)}=${encoded(query[name] ?? '')}`)
    .join('&');
}

/**
 * The headers of a request to 阿里云, signed with ACS3-HMAC-SHA256 (V3版本请求体&签名机制,
 * https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature).
 */
export function signAliyun(keyId: string, keySecret: string, request: AliyunRequest): Record<string, string> {
  const hash = sha256(request.body);
  const headers: Record<string, string> = {
    ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }),
    host: request.host,
    'x-acs-action': request.action,
    'x-acs-content-sha256': hash,
    'x-acs-date': request.date,
    'x-acs-signature-nonce': request.nonce,
    'x-acs-version': request.version,
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join('');
  const canonical = ['POST', '/', aliyunQuery(request.query), lines, names.join(';'), hash].join('\n');
  const signature = createHmac('sha256', keySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  return { ...headers, authorization: `ACS3-HMAC-SHA256 Credential=${keyId},SignedHeaders=${names.join(';')},Signature=${signature}` };
}
